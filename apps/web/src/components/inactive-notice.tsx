/** Explains to inactive people why most of the product is unavailable. */
export function InactiveNotice() {
  return (
    <section aria-label="Your account" className="border-line border-b bg-sunken">
      <p className="mx-auto max-w-6xl px-4 py-3 sm:px-6">
        Your account is inactive. You can view and cancel your sessions and download your data. For
        anything else, contact your program manager.
      </p>
    </section>
  );
}
