"use client";

import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";

/** The recovery codes, shown once. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <div className="grid gap-4 rounded-card border border-good p-4">
      <Alert title="Save your recovery codes. You won't see them again." tone="good">
        Each code works once, in place of a code from your app. Store them somewhere you can reach
        without your phone.
      </Alert>
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-2 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button
        className="justify-self-start"
        onClick={() =>
          navigator.clipboard.writeText(codes.join("\n")).then(
            () => setCopied(true),
            // Not every browser lets a page write to the clipboard, but people can still copy.
            () => setCopied(false),
          )
        }
        variant="secondary"
      >
        Copy codes
      </Button>
      <p className="empty:hidden" role="status">
        {copied === true ? "Copied." : null}
        {copied === false ? "Your browser blocked copying. Select the codes and copy them." : null}
      </p>
    </div>
  );
}
