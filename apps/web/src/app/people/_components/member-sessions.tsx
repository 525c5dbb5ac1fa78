import Link from "next/link";
import { SectionCard } from "~/components/section-card";
import { pathWith } from "~/lib/address";
import type { Member } from "~/trpc/types";

/** How many sessions a person has, and where they are listed: per side, since roles change. */
export function MemberSessions({ member }: { member: Member }) {
  const { id, role, futureSessionCount, pastSessionCount, mentorProfile, menteeProfile } = member;
  const hosts = role === "mentor" || mentorProfile !== null;
  const books = role === "mentee" || menteeProfile !== null;
  return (
    <SectionCard title="Sessions">
      <p>
        {futureSessionCount} upcoming, {pastSessionCount} past
      </p>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        {hosts ? (
          <Link className="underline" href={pathWith("/sessions", { mentor: id })}>
            Sessions as mentor
          </Link>
        ) : null}
        {books ? (
          <Link className="underline" href={pathWith("/sessions", { mentee: id })}>
            Sessions as mentee
          </Link>
        ) : null}
      </p>
    </SectionCard>
  );
}
