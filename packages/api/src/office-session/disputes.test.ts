import { createUser } from "@sundial/db/factories";
import { DISPUTE_DAYS } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { type Caller, refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

/** A session whose mentee reported the mentor, and whose mentor then reported the mentee. */
async function dispute(startsAt = MONDAY_10) {
  const { mentor, mentee, session, input } = await bookedSession(db, as, { startsAt });
  const [first, second] = [minutesAfter(startsAt, 20), minutesAfter(startsAt, 40)];
  const reported = await (await as(mentee, { now: first })).officeSession.reportNoShow({
    ...input,
    note: "I waited for 20 minutes.",
  });
  await (await as(mentor, { now: second })).officeSession.reportNoShow({
    id: session.id,
    version: reported.version,
    note: "I was there from 10:00.",
  });
  return { mentor, mentee, id: session.id, first, second };
}

const staff = async (now: Date) => as(await createUser(db, { role: "pm" }), { now });

async function disputeOf(pm: Caller, id: string) {
  const { items } = await pm.officeSession.disputes({ limit: 50 });
  return items.find(({ session }) => session.id === id);
}

describe("the queue of disputes", () => {
  it("has what both people reported, in their words, and the deadline", async () => {
    const { id, mentee, mentor, first, second } = await dispute();
    const pm = await staff(minutesAfter(second, 10));
    expect(await disputeOf(pm, id)).toMatchObject({
      session: { id, disputed: true, status: "no_show" },
      disputedAt: second,
      deadline: new Date(second.getTime() + DISPUTE_DAYS * DAY),
      reports: [
        { authorId: mentee.id, words: "I waited for 20 minutes.", createdAt: first },
        { authorId: mentor.id, words: "I was there from 10:00.", createdAt: second },
      ],
    });
  });

  it("begins with the first report when the other person had checked in", async () => {
    const startsAt = minutesAfter(MONDAY_10, 24 * 60);
    const { mentor, mentee, session, input } = await bookedSession(db, as, { startsAt });
    const there = minutesAfter(startsAt, 1);
    await (await as(mentor, { now: there })).officeSession.checkIn({ id: session.id });
    const now = minutesAfter(startsAt, 15);
    const { version } = await db.officeSession.findUniqueOrThrow({ where: { id: session.id } });
    await (await as(mentee, { now })).officeSession.reportNoShow({ ...input, version, note: "" });
    expect(await disputeOf(await staff(now), session.id)).toMatchObject({
      disputedAt: now,
      session: { mentorCheckInAt: there, menteeCheckInAt: null },
      reports: [{ authorId: mentee.id, words: "" }],
    });
  });

  it("counts the deadline of older disputes from the end of their session", async () => {
    const { id } = await dispute(minutesAfter(MONDAY_10, -2 * 24 * 60));
    await db.officeSession.update({ where: { id }, data: { disputedAt: null } });
    const found = await disputeOf(await staff(MONDAY_10), id);
    expect(found?.disputedAt).toEqual(found?.session.endsAt);
  });

  it("comes oldest dispute first, in pages", async () => {
    const pm = await staff(minutesAfter(MONDAY_10, 9 * 24 * 60));
    const seen: { at: Date; id: string }[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await pm.officeSession.disputes({ cursor, limit: 1 });
      seen.push(...page.items.map(({ disputedAt: at, session: { id } }) => ({ at, id })));
      cursor = page.nextCursor;
    } while (cursor);
    const { total } = await pm.officeSession.disputes({});
    expect(new Set(seen.map(({ id }) => id)).size).toBe(total);
    expect(seen.map(({ at }) => at)).toEqual(
      seen.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime()),
    );
  });

  it("lets one of two program managers settle a dispute, and tells the other one", async () => {
    const { id, second } = await dispute(minutesAfter(MONDAY_10, 3 * 24 * 60));
    const now = minutesAfter(second, 60);
    const [ann, ben] = [await staff(now), await staff(now)];
    const version = (await disputeOf(ann, id))?.session.version ?? 0;
    const settle = (pm: Caller) =>
      pm.officeSession.correct({ id, version, note: "Both have agreed by email", absent: null });
    const outcomes = await Promise.allSettled([settle(ann), settle(ben)]);
    const lost = outcomes.find(({ status }) => status === "rejected");
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(Promise.reject(lost && "reason" in lost ? lost.reason : null))).toEqual(
      expect.objectContaining({ code: expect.stringMatching(/STALE_VERSION|INVALID_TRANSITION/) }),
    );
    expect(await disputeOf(ann, id)).toBeUndefined();
  });

  it("keeps no words of staff, who report with a reason", async () => {
    const { session, input } = await bookedSession(db, as, {
      startsAt: minutesAfter(MONDAY_10, 5 * 24 * 60),
    });
    const pm = await staff(minutesAfter(session.endsAt, 5));
    await pm.officeSession.reportNoShow({ ...input, note: "Told by phone", absent: "mentee" });
    expect(await db.noShowReport.count({ where: { officeSessionId: session.id } })).toBe(0);
  });
});
