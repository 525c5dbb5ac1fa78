import type { Db } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import type { callers } from "./callers.ts";
import { bookedSession, bookingWith, MONDAY_10, minutesAfter } from "./office-sessions.ts";

const reason = "Asked for by phone";
const NEXT_WEEK = minutesAfter(MONDAY_10, 7 * 24 * 60);

/** The calls of mutationCalls that change sessions. */
export function officeSessionCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  const booked = () => bookedSession(db, as);
  const requested = () => bookedSession(db, as, { mentor: { profile: { autoAccept: false } } });
  const afterwards = minutesAfter(MONDAY_10, 90);

  return {
    "officeSession.book": async () => ({
      by: await createMentee(db),
      input: bookingWith(await createMentor(db)),
    }),
    "officeSession.bookOnBehalf": async () => {
      const { id: menteeId } = await createMentee(db);
      const input = { ...bookingWith(await createMentor(db)), menteeId, reason };
      return { by: await createUser(db, { role: "pm" }), input };
    },
    "officeSession.bookFollowUp": async () => {
      const { mentor, mentee, input: held } = await booked();
      await (await as(mentor, { now: afterwards })).officeSession.complete(held);
      const { mentorId: _, ...booking } = bookingWith(mentor, { startsAt: NEXT_WEEK });
      return { by: mentor, input: { ...booking, menteeId: mentee.id }, now: afterwards };
    },
    "sessionSeries.book": async () => {
      const { mentor, mentee, input: held } = await booked();
      await (await as(mentor, { now: afterwards })).officeSession.complete(held);
      const { mentorId: _, ...booking } = bookingWith(mentor);
      const startsAt = [NEXT_WEEK, minutesAfter(NEXT_WEEK, 7 * 24 * 60)];
      return { by: mentor, input: { ...booking, menteeId: mentee.id, startsAt }, now: afterwards };
    },
    "sessionSeries.bookOnBehalf": async () => {
      const { id: menteeId } = await createMentee(db);
      const booking = bookingWith(await createMentor(db));
      const startsAt = [MONDAY_10, NEXT_WEEK];
      const input = { ...booking, menteeId, startsAt, reason };
      return { by: await createUser(db, { role: "pm" }), input };
    },
    "officeSession.approve": async () => {
      const { mentor, input } = await requested();
      return { by: mentor, input };
    },
    "officeSession.decline": async () => {
      const { mentor, input } = await requested();
      return { by: mentor, input };
    },
    "officeSession.cancel": async () => {
      const { mentee, input } = await booked();
      return { by: mentee, input };
    },
    "officeSession.reschedule": async () => {
      const { mentee, input } = await booked();
      return { by: mentee, input: { ...input, startsAt: NEXT_WEEK } };
    },
    "officeSession.edit": async () => {
      const { mentee, input } = await booked();
      return { by: mentee, input: { ...input, topic: "Reading two query plans" } };
    },
    "officeSession.checkIn": async () => {
      const { mentee, input } = await booked();
      return { by: mentee, input: { id: input.id }, now: MONDAY_10 };
    },
    "officeSession.runLate": async () => {
      const { mentor, input } = await booked();
      return { by: mentor, input: { id: input.id, minutes: 10 as const }, now: MONDAY_10 };
    },
    "officeSession.complete": async () => {
      const { mentor, input } = await booked();
      return { by: mentor, input, now: afterwards };
    },
    "officeSession.reportNoShow": async () => {
      const { mentor, input } = await booked();
      return { by: mentor, input, now: afterwards };
    },
    "officeSession.correct": async () => {
      const { mentor, input } = await booked();
      const past = await as(mentor, { now: afterwards });
      const { id, version } = await past.officeSession.complete(input);
      const by = await createUser(db, { role: "pm" });
      return {
        by,
        input: { id, version, absent: "mentee" as const, note: reason },
        now: afterwards,
      };
    },
  };
}
