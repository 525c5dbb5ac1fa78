import type { Random } from "../random.ts";
import { cancellationOf } from "./cancellation.ts";
import {
  type By,
  book,
  eventOf,
  type Fate,
  idOf,
  type Life,
  type Options,
  type Row,
} from "./life.ts";
import { DAY, HOUR, type Meeting, MINUTE } from "./meetings.ts";
import { notes } from "./words.ts";

/** A session as the product would have stored it by now, with its events. */
export function liveThrough(meeting: Meeting, { random, today, fate }: Options): Life {
  const { startsAt, endsAt } = meeting;
  const life = book(meeting, { random, today, fate });
  const { row } = life;
  const at = (from: Date, minutes: number) => new Date(from.getTime() + minutes * MINUTE);
  const change = (when: Date, by: By | null, step: Step) => apply(life, when, by, step);
  const bookedAt = new Date(row.createdAt ?? startsAt);
  const soon = at(bookedAt, random.between(40, 26 * 60));

  if (fate === "waiting") return life;
  if (fate === "declined") {
    const changeNote = random.pick(notes.declines);
    change(soon, "mentor", { action: "declined", fields: { status: "declined", changeNote } });
    return life;
  }
  if (fate === "expired") {
    const lapsedAt = at(new Date(row.expiresAt ?? startsAt), 1);
    change(lapsedAt, null, { action: "expired", fields: { status: "expired" } });
    return life;
  }
  if (row.status === "requested") {
    change(soon, "mentor", {
      action: "approved",
      fields: { status: "scheduled", expiresAt: null },
    });
  }
  if (fate === "moved") move(life, { soon, random });

  const cancellation = cancellationOf(fate, { startsAt, random });
  if (cancellation !== null) {
    const { by, when, fields } = cancellation;
    const cancelledById = idOf(meeting, by);
    change(when, by, {
      action: "cancelled",
      fields: { ...fields, status: "cancelled", cancelledAt: when, cancelledById },
    });
    return life;
  }
  if (fate === "upcoming") return life;

  const isAbsent = (party: By) =>
    fate === `${party}Absent` || (fate === "settledAbsent" && party === "mentee");
  for (const party of ["mentor", "mentee"] as const) {
    if (!isAbsent(party) && (isContested(fate) || random.chance(0.6))) {
      checkIn(life, { party, when: at(startsAt, random.between(-6, 4)) });
    }
  }
  if (fate === "completed" || fate === "moved") {
    const isByHand = random.chance(0.3);
    change(isByHand ? at(endsAt, 3) : at(endsAt, 1441), isByHand ? "mentor" : null, {
      action: "completed",
      fields: { status: "completed" },
    });
    return life;
  }
  reportAbsence(life, { fate, random, change });
  return life;
}

const isContested = (fate: Fate) =>
  fate === "disputed" || fate === "settledAbsent" || fate === "settledCompleted";

function reportAbsence(
  { row, meeting }: Life,
  {
    fate,
    random,
    change,
  }: { fate: Fate; random: Random; change: (at: Date, by: By | null, step: Step) => void },
) {
  const reporter = fate === "mentorAbsent" ? "mentee" : "mentor";
  const noShowParty = reporter === "mentee" ? "mentor" : "mentee";
  const reportedAt = new Date(meeting.startsAt.getTime() + random.between(12, 29) * MINUTE);
  // Somebody who had checked in can't be absent without a dispute.
  const hadCheckedIn = row[`${noShowParty}CheckInAt`] != null;
  change(reportedAt, reporter, {
    action: "noShowReported",
    fields: {
      status: "no_show",
      noShowParty,
      disputed: hadCheckedIn,
      changeNote: random.pick(notes.absent),
    },
  });
  if (isContested(fate) && !hadCheckedIn) {
    const contradictedAt = new Date(reportedAt.getTime() + random.between(1, 8) * HOUR);
    const fields = { status: "no_show", disputed: true, changeNote: "" } as const;
    change(contradictedAt, noShowParty, { action: "noShowReported", fields });
  }
  if (fate !== "settledAbsent" && fate !== "settledCompleted") return;
  const settledAt = new Date(meeting.endsAt.getTime() + random.between(10, 22) * HOUR);
  const isNoShow = fate === "settledAbsent";
  change(settledAt, "pm", {
    action: "corrected",
    fields: {
      status: isNoShow ? "no_show" : "completed",
      noShowParty: isNoShow ? noShowParty : null,
      disputed: false,
      settledAt,
      changeNote: random.pick(isNoShow ? notes.settledNoShow : notes.settledCompleted),
    },
  });
}

/** To this time from one two days later; both are open hours to the two people. */
function move({ row, meeting, events }: Life, { soon, random }: { soon: Date; random: Random }) {
  const { startsAt, endsAt } = meeting;
  const by = random.pick(["mentee", "mentor"] as const);
  const wasAt = (time: Date) => new Date(time.getTime() + 2 * DAY).toISOString();
  const when = new Date(Math.min(soon.getTime() + HOUR, startsAt.getTime() - 3 * HOUR));
  Object.assign(row, {
    movedById: idOf(meeting, by),
    movedFrom: new Date(wasAt(startsAt)),
    [`${by}Moves`]: 1,
    changeNote: random.pick(notes.moves),
    version: (row.version ?? 1) + 1,
    calendarSequence: (row.calendarSequence ?? 0) + 1,
  });
  const [, booked] = events;
  if (booked?.after) {
    Object.assign(booked.after, { startsAt: wasAt(startsAt), endsAt: wasAt(endsAt) });
  }
  events.push({
    ...eventOf(meeting, row, by),
    at: when,
    action: "officeSession.rescheduled",
    before: { startsAt: wasAt(startsAt), endsAt: wasAt(endsAt) },
    after: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
  });
}

function checkIn(
  { row, meeting, events }: Life,
  { party, when }: { party: "mentor" | "mentee"; when: Date },
) {
  Object.assign(row, { [`${party}CheckInAt`]: when });
  events.push({
    ...eventOf(meeting, row, party),
    at: when,
    action: "officeSession.checkedIn",
    after: { party, startsAt: meeting.startsAt.toISOString() },
  });
}

interface Step {
  action: string;
  fields: Partial<Row>;
}

function apply({ row, meeting, events }: Life, at: Date, by: By | null, { action, fields }: Step) {
  const before = recorded(row);
  const isInCalendars = !/completed|no_show/.test(fields.status ?? "");
  Object.assign(row, fields, {
    version: (row.version ?? 1) + 1,
    calendarSequence: (row.calendarSequence ?? 0) + (isInCalendars ? 1 : 0),
  });
  events.push({
    ...eventOf(meeting, row, by),
    at,
    action: `officeSession.${action}`,
    reason: by === "pm" ? (fields.changeNote ?? null) : null,
    before,
    after: recorded(row),
  });
}

/** What events say of a session before and after a change. */
function recorded({ status, cancelReason, cancelledLate, noShowParty, disputed }: Row) {
  return {
    status,
    ...(cancelReason == null ? {} : { cancelReason, cancelledLate: cancelledLate ?? false }),
    ...(noShowParty == null ? {} : { noShowParty, disputed: disputed ?? false }),
  };
}
