import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { encodeCursor } from "../../paging.ts";
import { callers } from "../callers.ts";
import type { Question } from "./question.ts";

/** What staff read in their lists, as in questionsOf. */
export async function staffQuestions(db: Db, now: Date): Promise<Question[]> {
  const { as } = callers(db);
  const pm = await as({ id: "pm0" }, { now });
  const admin = await as({ id: "admin0" }, { now });
  const days = (count: number) => new Date(now.getTime() + count * DAY);
  const { id, startsAt } = await db.officeSession.findFirstOrThrow({
    where: { status: "completed" },
    orderBy: { startsAt: "asc" },
    skip: 50,
    select: { id: true, startsAt: true },
  });
  const { name } = await db.user.findUniqueOrThrow({ where: { id: "mentee99" } });
  const farBehind = encodeCursor([startsAt.toISOString(), id]);
  const { nextCursor } = await pm.officeSession.disputes({ limit: 5 });
  const notes = await pm.staffNote.list({ aboutId: "mentor0" });
  const timeline = await admin.audit.timeline({ userId: "mentee0", limit: 50 });
  const middle = timeline.nextCursor;
  const people = await db.user.findMany({
    where: { anonymizedAt: null, role: { in: ["mentor", "mentee"] } },
    orderBy: { id: "asc" },
    take: 100,
    select: { id: true },
  });
  const ids = people.map((person) => person.id);
  const { search, counts, disputes } = pm.officeSession;
  const month = { from: days(-600), to: days(-570) };
  const asked: Record<string, Record<string, () => Promise<unknown>>> = {
    "officeSession.search": {
      everything: () => search({}),
      "everything, far behind": () => search({ cursor: farBehind }),
      completed: () => search({ status: "completed" }),
      "completed, far behind": () => search({ status: "completed", cursor: farBehind }),
      scheduled: () => search({ status: "scheduled" }),
      requested: () => search({ status: "requested" }),
      expired: () => search({ status: "expired" }),
      disputed: () => search({ flag: "disputed" }),
      late: () => search({ flag: "late" }),
      "without feedback": () => search({ flag: "no_feedback" }),
      "unanswered for a day": () => search({ flag: "unanswered" }),
      "a busy mentor": () => search({ mentorId: "mentor0" }),
      "a busy mentor's completed ones": () => search({ mentorId: "mentor0", status: "completed" }),
      "a mentee": () => search({ menteeId: "mentee5" }),
      "a month long ago": () => search(month),
      "without feedback, a month long ago": () => search({ flag: "no_feedback", ...month }),
      "part of many topics": () => search({ search: "review" }),
      "a whole name": () => search({ search: name }),
      "part of a name": () => search({ search: "okafor" }),
      "part of a name, far behind": () => search({ search: "okafor", cursor: farBehind }),
      "no such text": () => search({ search: "quillfeather" }),
      "two letters nobody has": () => search({ search: "zzx" }),
    },
    "officeSession.counts": {
      everything: () => counts({}),
      "a busy mentor": () => counts({ mentorId: "mentor0" }),
      "a month long ago": () => counts(month),
    },
    "audit.timeline": {
      "a busy mentee": () => admin.audit.timeline({ userId: "mentee0" }),
      "an admin": () => admin.audit.timeline({ userId: "admin1" }),
      "far behind": () => admin.audit.timeline({ userId: "mentee0", cursor: middle }),
    },
    "member.signInMethods": { "a mentor": () => pm.member.signInMethods({ id: "mentor0" }) },
    "member.previewStatuses": {
      "a hundred people": () => admin.member.previewStatuses({ ids, status: "suspended" }),
    },
    "staffNote.list": {
      "a mentor with many": () => pm.staffNote.list({ aboutId: "mentor0" }),
      "next page": () => pm.staffNote.list({ aboutId: "mentor0", cursor: notes.nextCursor }),
    },
    "savedFilter.list": { "one's own": () => pm.savedFilter.list({ page: "people" }) },
    "officeSession.disputes": {
      "the oldest": () => disputes({}),
      "next page": () => disputes({ cursor: nextCursor }),
    },
  };
  return Object.entries(asked).flatMap(([of, questions]) =>
    Object.entries(questions).map(([about, ask]) => ({ of, about, ask })),
  );
}
