import type { OfficeSessionStatus, Role } from "@sundial/validators";

/** How a person stands to a session: a party of it, or someone who runs the programme. */
export type Relation = "mentee" | "mentor" | "staff";

export type OfficeSessionAction = "cancel";

interface Transition {
  action: OfficeSessionAction;
  to: OfficeSessionStatus;
  by: readonly Relation[];
  /** The last instant (exclusive) at which it may happen. */
  until: (times: Times, relation: Relation) => Date;
}

interface Times {
  startsAt: Date;
  endsAt: Date;
}

/** The life of a session as data. The server obeys it, and the pages show buttons from it. */
export const transitions: Record<OfficeSessionStatus, readonly Transition[]> = {
  requested: [
    {
      action: "cancel",
      to: "cancelled",
      by: ["mentee", "staff"],
      until: ({ startsAt }) => startsAt,
    },
  ],
  scheduled: [
    {
      action: "cancel",
      to: "cancelled",
      by: ["mentee", "mentor", "staff"],
      until: ({ startsAt, endsAt }, relation) => (relation === "staff" ? endsAt : startsAt),
    },
  ],
  completed: [],
  cancelled: [],
  declined: [],
  expired: [],
  no_show: [],
};

/** A cancellation this close to the start counts as late. */
const LATE_MS = 3 * 3_600_000;

interface OfficeSessionState extends Times {
  status: OfficeSessionStatus;
  mentorId: string;
  menteeId: string;
}

export function relationOf(
  actor: { id: string; role: Role },
  session: { mentorId: string; menteeId: string },
): Relation {
  if (actor.id === session.menteeId) return "mentee";
  return actor.id === session.mentorId ? "mentor" : "staff";
}

/** The transition this person may make now, or null. */
export function findTransition(
  action: OfficeSessionAction,
  session: OfficeSessionState,
  actor: { id: string; role: Role },
  now: Date,
): Transition | null {
  const relation = relationOf(actor, session);
  return (
    transitions[session.status].find(
      (each) =>
        each.action === action && each.by.includes(relation) && now < each.until(session, relation),
    ) ?? null
  );
}

/** Everything this person may do with the session now: the buttons of its page. */
export function allowedActions(
  session: OfficeSessionState,
  actor: { id: string; role: Role },
  now: Date,
): OfficeSessionAction[] {
  return transitions[session.status]
    .map(({ action }) => action)
    .filter((action) => findTransition(action, session, actor, now) !== null);
}

/** Whether a cancellation at `now` leaves the other party too little time. */
export function isLateCancellation(session: Times, now: Date): boolean {
  return session.startsAt.getTime() - now.getTime() < LATE_MS;
}
