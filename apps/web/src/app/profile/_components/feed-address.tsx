"use client";

import { CopyField } from "~/components/copy-field";

const ways = [
  { program: "Google Calendar", how: "on a computer: Other calendars, Add, From URL." },
  { program: "Apple Calendar", how: "File, New Calendar Subscription." },
  { program: "Outlook", how: "Add calendar, Subscribe from web." },
] as const;

/** A new feed's address, shown once, with instructions. */
export function FeedAddress({ address }: { address: string }) {
  return (
    <>
      <CopyField
        action="Copy address"
        hint="Copy it now. You won't see it again."
        id="feed-address"
        label="Your feed’s address"
        value={address}
      />
      <div className="grid gap-1 text-sm">
        <p>Paste it where your calendar lets you subscribe by URL:</p>
        <ul className="grid list-disc gap-1 pl-5">
          {ways.map(({ program, how }) => (
            <li key={program}>
              <span className="font-semibold">{program}</span>, {how}
            </li>
          ))}
        </ul>
        <p className="text-muted">
          Calendars update on their own schedule: some every hour, Google about once a day.
        </p>
      </div>
    </>
  );
}
