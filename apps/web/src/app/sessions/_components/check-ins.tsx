import type { ComponentType, ReactNode } from "react";
import { useFormats } from "~/components/formats";
import type { OfficeSession } from "~/trpc/types";
import type { relationTo } from "./parties";

interface CheckInsProps {
  session: OfficeSession;
  relation: ReturnType<typeof relationTo>;
  zone: string;
  Row: ComponentType<{ term: string; children: ReactNode }>;
}

/** When each of the two said that they were there, for staff who decide about a no-show. */
export function CheckIns({ session, relation, zone, Row }: CheckInsProps) {
  const formats = useFormats();
  const { mentor, mentee, mentorCheckInAt, menteeCheckInAt } = session;
  if (relation !== "staff" || (mentorCheckInAt ?? menteeCheckInAt) === null) return null;
  const lines = [
    { name: mentor.name, at: mentorCheckInAt },
    { name: mentee.name, at: menteeCheckInAt },
  ];
  return (
    <Row term="Checked in">
      <span className="grid gap-1" data-slot="time">
        {lines.map(({ name, at }) => (
          <span key={name}>
            {name}:{" "}
            {at ? <time dateTime={at.toISOString()}>{formats.fullDateTime(at, zone)}</time> : "no"}
          </span>
        ))}
      </span>
    </Row>
  );
}
