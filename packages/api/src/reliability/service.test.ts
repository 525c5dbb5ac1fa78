import { createMentee, createUser } from "@sundial/db/factories";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

type Person = { id: string };
const pm = await createUser(db, { role: "pm" });
const why = { words: "My train stood still for two hours." };
const later = (from: Date, days: number) => new Date(from.getTime() + days * DAY);

/** What the person's own page says at that time. */
async function readBy(person: Person, now: Date, of: Person = person) {
  return (await as(person, { now })).reliability.read({ personId: of.id });
}

/** A session that its mentee cancels an hour before the start. */
async function cancelledLate() {
  const { mentor, mentee, session, input } = await bookedSession(db, as);
  const now = minutesAfter(session.startsAt, -60);
  const hers = await as(mentee, { now });
  await hers.officeSession.cancel(input);
  const line = { officeSessionId: session.id, lapse: "late_cancellation" as const };
  return { mentor, mentee, session, now, hers, line };
}

/** A session to which the mentee doesn't come. */
async function missed() {
  const { mentor, mentee, session, input } = await bookedSession(db, as);
  const now = minutesAfter(session.endsAt, 5);
  const reported = await (await as(mentor, { now })).officeSession.reportNoShow(input);
  return { mentor, mentee, session, now, input: { id: session.id, version: reported.version } };
}

describe("what counts", () => {
  it("is a late cancellation, for the one who cancelled", async () => {
    const { mentor, mentee, session, now } = await cancelledLate();
    expect(await readBy(mentee, now)).toMatchObject({
      isOwn: true,
      standing: "noted",
      lapses: [
        {
          officeSessionId: session.id,
          lapse: "late_cancellation",
          state: "counts",
          at: now,
          party: "mentee",
          other: { id: mentor.id, name: mentor.name },
          countsUntil: later(session.startsAt, 180),
          objection: null,
          canObject: true,
        },
      ],
    });
    expect(await readBy(mentor, now)).toMatchObject({ standing: "clear", lapses: [] });
  });

  it("is an early cancellation for nobody", async () => {
    const { mentee, input, session } = await bookedSession(db, as);
    const now = minutesAfter(session.startsAt, -600);
    await (await as(mentee, { now })).officeSession.cancel(input);
    expect((await readBy(mentee, now)).lapses).toEqual([]);
  });

  it("is a no-show, until the two disagree, and again when staff settle it", async () => {
    const { mentor, mentee, now, input } = await missed();
    const [line] = (await readBy(mentee, now)).lapses;
    expect(line).toMatchObject({ lapse: "no_show", state: "counts", isSettled: false });
    const disputed = await (await as(mentee, { now })).officeSession.reportNoShow(input);
    for (const person of [mentee, mentor]) {
      expect((await readBy(person, now)).standing).toBe("clear");
    }
    expect((await readBy(mentee, now)).lapses).toMatchObject([
      { state: "disputed", canObject: false },
    ]);
    await (await as(pm, { now })).officeSession.correct({
      id: input.id,
      version: disputed.version,
      absent: "both",
      note: "Neither of them had checked in.",
    });
    for (const person of [mentee, mentor]) {
      expect((await readBy(person, now)).lapses).toMatchObject([
        { lapse: "no_show", state: "counts", isSettled: true },
      ]);
    }
  });

  it("is a request that the mentor let expire, even before the sweep saves it", async () => {
    const mentorByHand = { profile: { autoAccept: false } };
    const { mentor, mentee, session } = await bookedSession(db, as, { mentor: mentorByHand });
    const { expiresAt } = session;
    if (expiresAt === null) throw new Error("not a request");
    expect((await readBy(mentor, minutesAfter(expiresAt, -1))).lapses).toEqual([]);
    const read = await readBy(mentor, expiresAt);
    expect(read.lapses).toMatchObject([{ lapse: "expired_request", at: expiresAt }]);
    expect((await readBy(mentee, expiresAt)).lapses).toEqual([]);
  });

  it("counts for 180 days", async () => {
    const { mentee, session } = await cancelledLate();
    expect((await readBy(mentee, later(session.startsAt, 180))).lapses).toHaveLength(1);
    const after = minutesAfter(later(session.startsAt, 180), 1);
    expect(await readBy(mentee, after)).toMatchObject({ standing: "clear", lapses: [] });
  });

  it("is the same for the person and for staff, who leave an event, and hidden from others", async () => {
    const { mentor, mentee, now } = await cancelledLate();
    const { isOwn: _, ...own } = await readBy(mentee, now);
    const { isOwn, ...seen } = await readBy(pm, now, mentee);
    expect(isOwn).toBe(false);
    expect(seen).toEqual(own);
    expect(
      await db.auditEvent.count({
        where: { action: "member.viewed", actorId: pm.id, targetId: mentee.id },
      }),
    ).toBe(1);
    expect(await refusalOf(readBy(mentor, now, mentee))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(readBy(pm, now, { id: "nobody" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("an objection", () => {
  it("that is accepted stops the line from counting, and the person reads the answer", async () => {
    const { mentee, hers, now, line } = await cancelledLate();
    const { id } = await hers.reliability.object({ ...line, ...why });
    expect((await readBy(mentee, now)).lapses).toMatchObject([
      { state: "counts", canObject: false, objection: { id, status: "open", ...why } },
    ]);
    const staff = await as(pm, { now });
    expect((await staff.reliability.listObjections({ status: "open" })).items).toContainEqual(
      expect.objectContaining({ id, ...why, person: { id: mentee.id, name: mentee.name } }),
    );
    const ruling = { id, outcome: "accepted" as const, answer: "Not your fault." };
    const decided = await Promise.allSettled([
      staff.reliability.decide(ruling),
      staff.reliability.decide({ ...ruling, outcome: "declined" }),
    ]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(staff.reliability.decide(ruling))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const { items } = await staff.reliability.listObjections({ status: "decided" });
    expect(items.find((each) => each.id === id)?.decidedBy).toEqual({ id: pm.id, name: pm.name });
  });

  it("that is accepted excuses, and one that is declined can be made again", async () => {
    const { mentee, hers, now, line } = await cancelledLate();
    const staff = await as(pm, { now });
    const first = await hers.reliability.object({ ...line, ...why });
    const declined = { outcome: "declined" as const, answer: "Please bring the ticket." };
    await staff.reliability.decide({ id: first.id, ...declined });
    expect((await readBy(mentee, now)).lapses).toMatchObject([
      {
        state: "counts",
        canObject: true,
        objection: { status: "declined", answer: declined.answer },
      },
    ]);
    const second = await (await as(mentee, { now: minutesAfter(now, 5) })).reliability.object({
      ...line,
      words: "Here is the ticket, with the delay.",
    });
    await staff.reliability.decide({ id: second.id, outcome: "accepted", answer: "Thank you." });
    expect(await readBy(mentee, now)).toMatchObject({
      standing: "clear",
      lapses: [{ state: "excused", canObject: false }],
    });
    expect(await refusalOf(hers.reliability.object({ ...line, ...why }))).toEqual({
      code: "INVALID_TRANSITION",
      details: { status: "excused" },
    });
  });

  it("is one at a time, and a retry finds the first", async () => {
    const { hers, line } = await cancelledLate();
    const request = { ...line, ...why };
    const both = await Promise.allSettled([
      hers.reliability.object(request),
      hers.reliability.object(request),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(hers.reliability.object(request))).toEqual({
      code: "INVALID_TRANSITION",
      details: { status: "open" },
    });
    const { hers: other, line: otherLine } = await cancelledLate();
    const idempotencyKey = crypto.randomUUID();
    const keyed = { ...otherLine, ...why, idempotencyKey };
    const made = await other.reliability.object(keyed);
    expect(await other.reliability.object(keyed)).toEqual(made);
  });

  it("is only to what counts against oneself", async () => {
    const { mentor, now, line } = await cancelledLate();
    const his = await as(mentor, { now });
    for (const wrong of [line, { ...line, lapse: "no_show" as const }]) {
      expect(await refusalOf(his.reliability.object({ ...wrong, ...why }))).toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("is decided by somebody else, and listed for staff alone", async () => {
    const { mentee, hers, now, line } = await cancelledLate();
    const { id } = await hers.reliability.object({ ...line, ...why });
    await db.user.update({ where: { id: mentee.id }, data: { role: "pm" } });
    const promoted = await as(mentee, { now });
    const { items } = await promoted.reliability.listObjections({});
    expect(items.map((each) => each.id)).not.toContain(id);
    const ruling = { id, outcome: "accepted" as const, answer: "Of course." };
    expect(await refusalOf(promoted.reliability.decide(ruling))).toMatchObject({
      code: "NOT_FOUND",
    });
    const outsider = await as(await createMentee(db));
    expect(await refusalOf(outsider.reliability.listObjections({}))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await refusalOf(outsider.reliability.decide(ruling))).toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("pages without repeats or gaps", async () => {
    const staff = await as(pm);
    const all = (await staff.reliability.listObjections({ limit: 50 })).items.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof staff.reliability.listObjections>> =
        await staff.reliability.listObjections({ limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
  });
});
