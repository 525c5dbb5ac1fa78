"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Input } from "~/components/ui/field";

const ways = [
  { program: "Google Calendar", how: "on a computer: Other calendars, Add, From URL." },
  { program: "Apple Calendar", how: "File, New Calendar Subscription." },
  { program: "Outlook", how: "Add calendar, Subscribe from web." },
] as const;

/** A new feed's address, this once, and what to do with it. */
export function FeedAddress({ address }: { address: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const field = {
    id: "feed-address",
    hint: "Copy it now: it is shown only this once.",
  };

  useEffect(() => input.current?.focus(), []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      // Not every browser lets a page write to the clipboard; people still can.
      input.current?.select();
      setCopied(false);
    }
  }

  return (
    <div className="grid gap-4 rounded-card border border-good p-4">
      <Field {...field} label="Your feed’s address">
        <div className="grid gap-3 sm:grid-cols-[1fr_auto]">
          <Input
            {...describedBy(field)}
            onFocus={(event) => event.currentTarget.select()}
            readOnly
            ref={input}
            value={address}
          />
          <Button onClick={copy} variant="secondary">
            {copied ? (
              <Check aria-hidden className="size-5" />
            ) : (
              <Copy aria-hidden className="size-5" />
            )}
            Copy address
          </Button>
        </div>
      </Field>
      <p className="empty:hidden" role="status">
        {copied === true ? "Copied." : null}
        {copied === false ? "Your browser does not allow it. Copy the selected address." : null}
      </p>
      <div className="grid gap-1 text-sm">
        <p>Paste it where your calendar asks for the address of a calendar to subscribe to:</p>
        <ul className="grid list-disc gap-1 pl-5">
          {ways.map(({ program, how }) => (
            <li key={program}>
              <span className="font-semibold">{program}</span>, {how}
            </li>
          ))}
        </ul>
        <p className="text-muted">
          Calendars look for changes in their own time: some every hour, Google about once a day.
        </p>
      </div>
    </div>
  );
}
