import type { OfficeSession } from "~/trpc/types";

type Parties = Pick<OfficeSession, "mentor" | "mentee">;

/** The reader's relation to the session. */
export function relationTo({ mentor, mentee }: Parties, viewerId: string) {
  if (viewerId === mentee.id) return "mentee";
  return viewerId === mentor.id ? "mentor" : "staff";
}

/** "With Ada" for a party, "Ada with Ben" for staff. */
export function partiesLabel({ mentor, mentee }: Parties, viewerId: string): string {
  if (viewerId === mentor.id) return `With ${mentee.name}`;
  if (viewerId === mentee.id) return `With ${mentor.name}`;
  return `${mentor.name} with ${mentee.name}`;
}

/** The person who did something, for the reader: "You", a party's name, or the program team. */
export function nameOf({ mentor, mentee }: Parties, personId: string, viewerId: string): string {
  if (personId === viewerId) return "You";
  const party = [mentor, mentee].find(({ id }) => id === personId);
  return party?.name ?? "The program team";
}
