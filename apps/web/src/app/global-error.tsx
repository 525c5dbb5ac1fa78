"use client";

/** The last resort, when the layout itself failed; it can't rely on our styles. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", margin: "4rem auto", maxWidth: "32rem" }}>
        <h1>Something went wrong</h1>
        <p>The problem is on our side, and we've logged it. Try again in a moment.</p>
        <button onClick={reset} type="button">
          Try again
        </button>
      </body>
    </html>
  );
}
