"use client";

import { MentorCard } from "~/app/mentors/_components/mentor-card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";

/** The mentors whom the reader met last, with when each is free next. */
export function MyMentors() {
  const [{ items }] = api.mentor.mine.useSuspenseQuery();
  const zone = useViewerZone();
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="my-mentors" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 className="text-2xl" id="my-mentors">
        Your mentors
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        {items.map((mentor) => (
          <li className="grid" key={mentor.id}>
            <MentorCard level="h3" mentor={mentor} zone={zone} />
          </li>
        ))}
      </ul>
    </section>
  );
}
