import { can, isStaff } from "@sundial/auth";
import type {
  NoShowParty,
  OfficeSessionStatus,
  Permission,
  Role,
  SessionDetail,
  UserStatus,
} from "@sundial/validators";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";

/** A cancellation this close to the start counts as late. */
const LATE = 3 * HOUR;
/**
 * How long after the start an absence counts as one, and how long after the end it can be reported.
 */
const NO_SHOW_AFTER = 10 * MINUTE;
const NO_SHOW_UNTIL = 7 * DAY;
/** How long before the start people can check in, and say that they run late. */
const CHECK_IN_FROM = 10 * MINUTE;
const RUN_LATE_FROM = HOUR;
/** A session counts as completed when nobody has reported anything. */
const COMPLETED_AFTER = DAY;
/** How often each party may move one session. */
const MOVES = 3;

/** Statuses in which a session blocks the time of both parties. */
export const BLOCKING = ["requested", "scheduled"] as const satisfies OfficeSessionStatus[];

/** A person's relation to a session: a party of it, or program staff. */
export type Relation = "mentee" | "mentor" | "staff";

export type OfficeSessionAction =
  | "approve"
  | "decline"
  | "cancel"
  | "reschedule"
  | "edit"
  | "checkIn"
  | "runLate"
  | "complete"
  | "reportNoShow"
  | "correct";

/** Automatic transitions. */
type DueAction = "expire" | "autoComplete";

export interface Transition<Action = OfficeSessionAction | DueAction> {
  action: Action;
  to: OfficeSessionStatus;
  /**
   * Who may make it, and when. Under `system` are the transitions that nobody decides about this
   * session: automatic ones, and a cancellation because one of the two is suspended or erased.
   */
  by: Partial<Record<Relation | "system", Guard>>;
}

/** The facts that a decision about a session depends on. */
export interface OfficeSessionState {
  status: OfficeSessionStatus;
  mentorId: string;
  menteeId: string;
  startsAt: Date;
  endsAt: Date;
  expiresAt: Date | null;
  /** The mentor's minimum notice, in minutes. */
  minNoticeMinutes: number;
  menteeMoves: number;
  mentorMoves: number;
  movedById: string | null;
  mentorCheckInAt: Date | null;
  menteeCheckInAt: Date | null;
  noShowParty: NoShowParty | null;
  disputed: boolean;
  settledAt: Date | null;
}

/** Times are epoch milliseconds. */
type Guard = (session: OfficeSessionState, now: number) => boolean;

const always: Guard = () => true;
const isPending: Guard = ({ expiresAt }, now) => expiresAt !== null && now < expiresAt.getTime();
const isLapsed: Guard = ({ expiresAt }, now) => expiresAt !== null && now >= expiresAt.getTime();
const beforeStart: Guard = ({ startsAt }, now) => now < startsAt.getTime();
const fromStart: Guard = ({ startsAt }, now) => now >= startsAt.getTime();
const beforeEnd: Guard = ({ endsAt }, now) => now < endsAt.getTime();
const dayAfter: Guard = ({ endsAt }, now) => now >= endsAt.getTime() + COMPLETED_AFTER;

const menteeMayMove: Guard = ({ startsAt, minNoticeMinutes, menteeMoves }, now) =>
  menteeMoves < MOVES && now < startsAt.getTime() - minNoticeMinutes * MINUTE;
const mentorMayMove: Guard = (session, now) =>
  session.mentorMoves < MOVES && beforeStart(session, now);

/** Until somebody is there, and no longer than the session. */
const untilThere =
  (party: "mentee" | "mentor", from: number): Guard =>
  (session, now) =>
    session[`${party}CheckInAt`] === null &&
    now >= session.startsAt.getTime() - from &&
    beforeEnd(session, now);
const untilBothThere = (from: number) => ({
  mentee: untilThere("mentee", from),
  mentor: untilThere("mentor", from),
});

const inReportWindow: Guard = ({ startsAt, endsAt }, now) =>
  now >= startsAt.getTime() + NO_SHOW_AFTER && now < endsAt.getTime() + NO_SHOW_UNTIL;
const partyMayReport: Guard = (session, now) =>
  session.settledAt === null && inReportWindow(session, now);
/** Only the person reported absent can contradict, once, by reporting the other as absent. */
const mayContradict =
  (party: NoShowParty): Guard =>
  (session, now) =>
    session.noShowParty === party && !session.disputed && partyMayReport(session, now);

const reports = { mentee: partyMayReport, mentor: partyMayReport, staff: inReportWindow };

/**
 * The life of a session as data: the server enforces it, automatic transitions follow it, and pages
 * derive buttons from it. Moves, edits and what people say on the way keep the status. A guard sees only the session and the time; the
 * transaction checks whether people are active and slots open.
 */
export const transitions: Record<OfficeSessionStatus, readonly Transition[]> = {
  requested: [
    { action: "approve", to: "scheduled", by: { mentor: isPending, staff: isPending } },
    { action: "decline", to: "declined", by: { mentor: isPending, staff: isPending } },
    {
      action: "cancel",
      to: "cancelled",
      by: { mentee: isPending, staff: isPending, system: isPending },
    },
    {
      action: "edit",
      to: "requested",
      by: { mentee: isPending, mentor: isPending, staff: isPending },
    },
    { action: "expire", to: "expired", by: { system: isLapsed } },
  ],
  scheduled: [
    {
      action: "reschedule",
      to: "scheduled",
      by: { mentee: menteeMayMove, mentor: mentorMayMove, staff: beforeEnd },
    },
    {
      action: "cancel",
      to: "cancelled",
      // A session that has begun can't be cancelled; its outcome is reported afterwards.
      by: { mentee: beforeStart, mentor: beforeStart, staff: beforeEnd, system: beforeStart },
    },
    {
      action: "edit",
      to: "scheduled",
      by: { mentee: beforeEnd, mentor: beforeEnd, staff: beforeEnd },
    },
    { action: "checkIn", to: "scheduled", by: untilBothThere(CHECK_IN_FROM) },
    { action: "runLate", to: "scheduled", by: untilBothThere(RUN_LATE_FROM) },
    { action: "complete", to: "completed", by: { mentor: fromStart, staff: fromStart } },
    { action: "reportNoShow", to: "no_show", by: reports },
    { action: "autoComplete", to: "completed", by: { system: dayAfter } },
  ],
  completed: [
    { action: "reportNoShow", to: "no_show", by: reports },
    { action: "correct", to: "no_show", by: { staff: always } },
  ],
  no_show: [
    {
      action: "reportNoShow",
      to: "no_show",
      by: { mentee: mayContradict("mentee"), mentor: mayContradict("mentor") },
    },
    { action: "correct", to: "completed", by: { staff: always } },
    { action: "correct", to: "no_show", by: { staff: always } },
  ],
  cancelled: [],
  declined: [],
  expired: [],
};

/** A person or a service account, which has no role. */
interface Caller {
  id: string;
  role: Role | null;
  status: UserStatus;
  permissions?: readonly Permission[];
}

/** The caller's relation to the session; null for a stranger. */
export function relationOf(
  { id, role }: Pick<Caller, "id" | "role">,
  session: { mentorId: string; menteeId: string },
): Relation | null {
  if (id === session.menteeId) return "mentee";
  if (id === session.mentorId) return "mentor";
  return isStaff({ role }) ? "staff" : null;
}

/** The transitions this person may make now. */
function allowedTransitions(session: OfficeSessionState, actor: Caller, now: Date) {
  const relation = relationOf(actor, session);
  return transitions[session.status].filter(isForPeople).filter(({ action, by }) => {
    const guard = relation === null ? undefined : by[relation];
    return guard?.(session, now.getTime()) === true && can(actor, permissionFor(action));
  });
}

/** One permission for saying "I'm here" and "not yet". */
function permissionFor(action: OfficeSessionAction): Permission {
  return action === "runLate" ? "session:checkIn" : `session:${action}`;
}

/** Who may change what of a session. The place is the mentor's to choose. */
const editable: Record<Relation, readonly SessionDetail[]> = {
  mentee: ["topic", "agenda"],
  mentor: ["topic", "agenda", "location"],
  staff: ["topic", "agenda", "location"],
};

/** What this person may change of the session now. */
export function editableDetails(
  session: OfficeSessionState,
  actor: Caller,
  now: Date,
): SessionDetail[] {
  const relation = relationOf(actor, session);
  if (relation === null || !allowedActions(session, actor, now).includes("edit")) return [];
  return [...editable[relation]];
}

/** Whether this person had said that they were there. */
export function hasCheckedIn(
  session: Pick<OfficeSessionState, "mentorCheckInAt" | "menteeCheckInAt">,
  party: NoShowParty,
): boolean {
  if (party === "both") return hasCheckedIn(session, "mentor") || hasCheckedIn(session, "mentee");
  return session[`${party}CheckInAt`] !== null;
}

/**
 * The transition this person may make now, or null. `to` chooses when an action has two outcomes.
 */
export function findTransition(
  { action, to }: { action: OfficeSessionAction; to?: OfficeSessionStatus },
  session: OfficeSessionState,
  { actor, now }: { actor: Caller; now: Date },
): Transition<OfficeSessionAction> | null {
  const found = allowedTransitions(session, actor, now).find(
    (each) => each.action === action && (to === undefined || each.to === to),
  );
  return found ?? null;
}

/** Everything this person may do with the session now: the buttons of its page. */
export function allowedActions(
  session: OfficeSessionState,
  actor: Caller,
  now: Date,
): OfficeSessionAction[] {
  return [...new Set(allowedTransitions(session, actor, now).map(({ action }) => action))];
}

/** The automatic transition that is due by now, or null. */
export function dueTransition(session: OfficeSessionState, now: Date): Transition | null {
  const isDue = (transition: Transition) =>
    !isForPeople(transition) && transition.by.system?.(session, now.getTime()) === true;
  return transitions[session.status].find(isDue) ?? null;
}

/** Whether the session is cancelled when one of its parties may no longer hold it. */
export function endsWithParty(session: OfficeSessionState, now: Date): boolean {
  return transitions[session.status].some(
    ({ action, by }) => action === "cancel" && by.system?.(session, now.getTime()) === true,
  );
}

/** A session that ended at or before this instant is completed automatically. */
export function completedBefore(now: Date): Date {
  return new Date(now.getTime() - COMPLETED_AFTER);
}

/**
 * Whether a party's cancellation at `now` leaves the other one too little time. It never counts for
 * a mentee whose session somebody else moved last.
 */
export function isLateCancellation(
  session: OfficeSessionState,
  relation: Relation,
  now: Date,
): boolean {
  if (session.status !== "scheduled" || relation === "staff") return false;
  const { movedById, menteeId } = session;
  if (relation === "mentee" && movedById !== null && movedById !== menteeId) return false;
  return session.startsAt.getTime() - now.getTime() < LATE;
}

function isForPeople(transition: Transition): transition is Transition<OfficeSessionAction> {
  return transition.action !== "expire" && transition.action !== "autoComplete";
}
