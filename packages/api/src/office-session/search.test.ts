import { randomUUID } from "node:crypto";
import type { Prisma } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { beforeAll, describe, expect, it } from "vitest";
import type { RouterInputs } from "../index.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const at = (days: number) => new Date(NOW.getTime() + days * DAY);

async function people() {
  const mentor = await createMentor(db, { user: { name: "Amara Okafor" } });
  const mentee = await createMentee(db, { name: "Jonas Weber" });
  return { mentor, mentee };
}

const made = await people();
const other = await createMentor(db, { user: { name: "Priya Nair" } });

async function session(days: number, row: Partial<Prisma.OfficeSessionUncheckedCreateInput> = {}) {
  const startsAt = at(days);
  const { id } = await db.officeSession.create({
    data: {
      mentorId: made.mentor.id,
      menteeId: made.mentee.id,
      startsAt,
      endsAt: new Date(startsAt.getTime() + 30 * MINUTE),
      blockedUntil: new Date(startsAt.getTime() + 30 * MINUTE),
      topic: "Reading a query plan",
      mentorTimeZone: "UTC",
      menteeTimeZone: "UTC",
      createdById: made.mentee.id,
      createdAt: at(Math.min(days - 3, -3)),
      status: "completed",
      ...row,
    },
    select: { id: true },
  });
  return id;
}

const search = async (input: RouterInputs["officeSession"]["search"]) => {
  const pm = await as(await createUser(db, { role: "pm" }));
  const { items } = await pm.officeSession.search(input);
  return items.map(({ id }) => id);
};

let ids: Record<string, string>;

beforeAll(async () => {
  ids = {
    old: await session(-40),
    late: await session(-20, {
      status: "cancelled",
      cancelReason: "mentee_withdrew",
      cancelledAt: at(-20),
      cancelledById: made.mentee.id,
      cancelledLate: true,
    }),
    disputed: await session(-10, { status: "no_show", noShowParty: "mentee", disputed: true }),
    rated: await session(-9),
    // Over for two days, though no sweep has saved it.
    over: await session(-2, { status: "scheduled" }),
    lapsed: await session(1, { status: "requested", expiresAt: at(-0.1) }),
    waiting: await session(3, { status: "requested", expiresAt: at(2) }),
    fresh: await session(4, {
      status: "requested",
      expiresAt: at(2),
      createdAt: new Date(NOW.getTime() - HOUR),
    }),
    ahead: await session(5, { status: "scheduled", mentorId: other.id, topic: "100% coverage" }),
  };
  await db.feedback.create({
    data: {
      officeSessionId: ids.rated ?? "",
      party: "mentee",
      authorId: made.mentee.id,
      aboutId: made.mentor.id,
      rating: 5,
      visibleAt: at(-2),
      createdAt: at(-9),
    },
  });
});

const named = (...names: string[]) => names.map((name) => ids[name]);

describe("the search of staff for sessions", () => {
  it("lists everyone's, latest first", async () => {
    expect(await search({})).toEqual(
      named("ahead", "fresh", "waiting", "lapsed", "over", "rated", "disputed", "late", "old"),
    );
  });

  it("filters by the status that sessions have now, saved or not", async () => {
    expect(await search({ status: "completed" })).toEqual(named("over", "rated", "old"));
    expect(await search({ status: "expired" })).toEqual(named("lapsed"));
    expect(await search({ status: "scheduled" })).toEqual(named("ahead"));
    expect(await search({ status: "requested" })).toEqual(named("waiting", "fresh"));
  });

  it("filters by flag", async () => {
    expect(await search({ flag: "disputed" })).toEqual(named("disputed"));
    expect(await search({ flag: "late" })).toEqual(named("late"));
    expect(await search({ flag: "no_feedback" })).toEqual(named("over", "old"));
    expect(await search({ flag: "unanswered" })).toEqual(named("waiting"));
  });

  it("finds nothing when a status and a flag exclude each other", async () => {
    expect(await search({ flag: "unanswered", status: "completed" })).toEqual([]);
    expect(await search({ flag: "unanswered", status: "completed", search: "query" })).toEqual([]);
  });

  it("filters by mentor, mentee and period", async () => {
    expect(await search({ mentorId: other.id })).toEqual(named("ahead"));
    expect(await search({ menteeId: made.mentee.id, status: "no_show" })).toEqual(
      named("disputed"),
    );
    expect(await search({ from: at(-20), to: at(-9) })).toEqual(named("disputed", "late"));
  });

  it("finds part of a topic, a name or an address, and takes wildcards literally", async () => {
    expect(await search({ search: "00% COV" })).toEqual(named("ahead"));
    expect(await search({ search: "priya" })).toEqual(named("ahead"));
    expect(await search({ search: "%" })).toEqual(named("ahead"));
    expect(await search({ search: made.mentor.email, status: "cancelled" })).toEqual(named("late"));
    expect(await search({ search: "quillfeather" })).toEqual([]);
  });

  it("pages without gaps or repetitions, in both directions of time", async () => {
    const pm = await as(await createUser(db, { role: "pm" }));
    for (const filter of [{}, { status: "requested" }, { search: "amara" }] as const) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await pm.officeSession.search({ ...filter, cursor, limit: 2 });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(await search(filter));
    }
  });

  it("rejects the cursor of another list", async () => {
    const cursor = Buffer.from('["Ada","1"]').toString("base64url");
    expect(await refusalOf(search({ cursor }))).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("counts each status and flag within the other filters", async () => {
    const pm = await as(await createUser(db, { role: "pm" }));
    const counts = await pm.officeSession.counts({ menteeId: made.mentee.id });
    expect(
      Object.fromEntries(counts.map(({ count, ...name }) => [Object.values(name)[0], count])),
    ).toEqual({
      requested: 2,
      scheduled: 1,
      completed: 3,
      cancelled: 1,
      declined: 0,
      expired: 1,
      no_show: 1,
      disputed: 1,
      late: 1,
      no_feedback: 2,
      unanswered: 1,
    });
  });

  it("is not for mentors and mentees", async () => {
    for (const user of [made.mentor, made.mentee]) {
      const caller = await as(user);
      expect(await refusalOf(caller.officeSession.search({}))).toMatchObject({ code: "FORBIDDEN" });
      expect(await refusalOf(caller.officeSession.disputes({}))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
  });

  it("ends for staff who lose their role", async () => {
    const user = await createUser(db, { role: "pm" });
    await (await as(user)).officeSession.search({});
    await db.user.update({ where: { id: user.id }, data: { role: "mentee" } });
    expect(await refusalOf((await as(user)).officeSession.search({}))).toEqual({
      code: "FORBIDDEN",
      details: undefined,
    });
  });
});

describe("a text that is rare", () => {
  it("is found behind a thousand sessions that don't have it", async () => {
    const far = await session(-400, { topic: "Zeppelins", menteeId: (await createMentee(db)).id });
    await db.$executeRaw`
      INSERT INTO office_sessions (id, mentor_id, mentee_id, status, starts_at, ends_at, blocked_until,
                                   topic, mentor_time_zone, mentee_time_zone, created_by_id)
      SELECT gen_random_uuid(), mentor_id, ${(await createMentee(db, { name: "Busy Bea" })).id}, status,
             starts_at - i * interval '1 hour', ends_at - i * interval '1 hour',
             ends_at - i * interval '1 hour', topic, 'UTC', 'UTC', created_by_id
        FROM office_sessions, generate_series(1, 1100) i WHERE id = ${ids.rated}::uuid`;
    expect(await search({ search: "zeppelin" })).toEqual([far]);
    expect(await search({ search: "quillfeather" })).toEqual([]);
    expect(await search({ search: "priya", status: "scheduled" })).toEqual(named("ahead"));
    expect(await search({ search: randomUUID() })).toEqual([]);
  });

  it("gives a next page when only a part was looked at", async () => {
    const pm = await as(await createUser(db, { role: "pm" }));
    const first = await pm.officeSession.search({ search: "Zp" });
    expect(first.items).toEqual([]);
    const second = await pm.officeSession.search({ search: "Zp", cursor: first.nextCursor });
    expect(second).toMatchObject({ items: [], nextCursor: null });
  });
});
