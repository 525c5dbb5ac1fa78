import { createMentee } from "@sundial/db/factories";
import { isSomeoneWaiting } from "@sundial/db/testing";
import { announcedBy, kinds } from "@sundial/ledger";
import { kind } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { sweepOfficeSessions } from "./office-session/sweep.ts";
import { NOW, testApi } from "./testing/callers.ts";
import { mutationCalls } from "./testing/mutation-calls.ts";
import { bookedSession, minutesAfter } from "./testing/office-sessions.ts";
import { createEndpoint } from "./testing/webhooks.ts";

const { db, as } = await testApi();
const calls = mutationCalls(db);

const listening = () => createEndpoint(db, { includePersonalTexts: true });

/** The kinds of what an endpoint has heard since it was made. */
async function heard({ id: endpointId }: { id: string }) {
  const rows = await db.webhookDelivery.findMany({ where: { endpointId } });
  return rows.map((row) => ({ ...row, kind: kind.parse(row.kind) }));
}

/** What the events recorded since then are announced by. */
async function announcedSince(seq: bigint) {
  const events = await db.auditEvent.findMany({ where: { seq: { gt: seq } } });
  const known: Readonly<Record<string, string | { not: string }>> = announcedBy;
  return events.flatMap(({ action }) => {
    const by = known[action];
    if (by === undefined) throw new Error(`${action} isn't in ledger's announced.ts`);
    return typeof by === "string" ? [by] : [];
  });
}

async function lastSeq() {
  const { _max } = await db.auditEvent.aggregate({ _max: { seq: true } });
  return _max.seq ?? 0n;
}

describe("what is announced", () => {
  it.each(Object.entries(calls))(
    "%s announces exactly what its audit events say",
    async (name, make) => {
      const made = await make();
      const endpoint = await listening();
      const seq = await lastSeq();
      const caller: object = await as(made.by, { now: made.now });
      const [feature = "", verb = ""] = name.split(".");
      const procedure: unknown = Reflect.get(Reflect.get(caller, feature), verb);
      if (typeof procedure !== "function") throw new Error(`no procedure ${name}`);
      await procedure(made.input);
      const expected = await announcedSince(seq);
      const rows = await heard(endpoint);
      // A test goes to the one endpoint it is for.
      expect(rows.map((row) => row.kind).sort()).toEqual(
        expected.filter((each) => each !== "webhook.test").sort(),
      );
      for (const { kind, data, personalTexts, personIds, createdAt } of rows) {
        expect(z.strictObject(kinds[kind].facts.shape).safeParse(data).error).toBeUndefined();
        const texts: z.ZodObject | null = kinds[kind].texts;
        if (texts === null) expect(personalTexts).toBeNull();
        else expect(z.strictObject(texts.shape).safeParse(personalTexts).error).toBeUndefined();
        expect(personIds.length).toBeGreaterThan(0);
        expect(createdAt).toEqual(made.now ?? NOW);
      }
      await db.webhookEndpoint.deleteMany();
    },
  );

  it("includes automatic transitions", async () => {
    const { session } = await bookedSession(db, as);
    const request = await bookedSession(db, as, { mentor: { profile: { autoAccept: false } } });
    const endpoint = await listening();
    await sweepOfficeSessions({ db, now: minutesAfter(session.endsAt, 60 * 24 * 30) });
    const rows = await heard(endpoint);
    const about = (id: string) =>
      rows.filter(({ data }) => z.object({ id: z.string() }).parse(data).id === id);
    expect(about(session.id)).toMatchObject([
      { kind: "session.completed", data: { status: "completed", version: 2 } },
    ]);
    expect(about(request.session.id)).toMatchObject([
      { kind: "session.expired", data: { status: "expired", version: 2 } },
    ]);
  });

  it("includes the sessions that end with somebody's access", async () => {
    const { mentee, mentor, session } = await bookedSession(db, as);
    const endpoint = await listening();
    await (await as(mentee)).officeSession.list({});
    const admin = await as(
      await db.user.create({
        data: { name: "Ada", email: "ada@admins.example", role: "admin" },
      }),
    );
    await admin.member.changeStatus({
      id: mentee.id,
      version: 1,
      status: "suspended",
      reason: "Asked",
    });
    expect(await heard(endpoint)).toMatchObject([
      {
        kind: "session.cancelled",
        data: {
          id: session.id,
          status: "cancelled",
          cancelReason: "party_suspended",
          mentorId: mentor.id,
          menteeId: mentee.id,
          startsAt: session.startsAt.toISOString(),
        },
        personalTexts: { menteeName: mentee.name, topic: "Reading a query plan" },
      },
      { kind: "member.updated", data: { status: "suspended", changed: ["status"] } },
    ]);
  });

  it("writes nothing when nobody listens, or only to other kinds", async () => {
    await db.webhookEndpoint.deleteMany();
    await bookedSession(db, as);
    const other = await createEndpoint(db, { kinds: ["member.erased", "session.cancelled"] });
    const paused = await createEndpoint(db, { status: "paused", pauseReason: "admin" });
    const { session, input, mentee } = await bookedSession(db, as);
    expect(await db.webhookDelivery.count()).toBe(0);
    await (await as(mentee)).officeSession.cancel(input);
    expect(await heard(other)).toMatchObject([
      { kind: "session.cancelled", data: { id: session.id }, personalTexts: null },
    ]);
    expect(await heard(paused)).toEqual([]);
  });

  it("is undone with the change", async () => {
    const endpoint = await listening();
    const { mentee, input } = await bookedSession(db, as);
    const before = await db.webhookDelivery.count({ where: { endpointId: endpoint.id } });
    const caller = await as(mentee);
    await expect(caller.officeSession.cancel({ ...input, version: 9 })).rejects.toThrow();
    expect(await db.webhookDelivery.count({ where: { endpointId: endpoint.id } })).toBe(before);
  });

  it("doesn't fail a change when the endpoint is removed at that moment", async () => {
    const endpoint = await listening();
    const { mentee, input } = await bookedSession(db, as);
    const caller = await as(mentee);
    let cancelling: Promise<unknown> = Promise.resolve();
    await db.$transaction(async (tx) => {
      await tx.webhookEndpoint.delete({ where: { id: endpoint.id } });
      cancelling = caller.officeSession.cancel(input);
      await expect.poll(() => isSomeoneWaiting(db)).toBe(true);
    });
    expect(await cancelling).toMatchObject({ status: "cancelled" });
  });

  it("has a reason for each action that isn't announced, and no kind that nothing announces", () => {
    const all: (string | { not: string })[] = Object.values(announcedBy);
    for (const by of all) if (typeof by !== "string") expect(by.not.length).toBeGreaterThan(10);
    expect(new Set(all.filter((by) => typeof by === "string"))).toEqual(
      new Set(kind.options.filter((name) => kinds[name].ways.webhooks !== "none")),
    );
  });

  it("removes personal texts with the person, from everything that is stored", async () => {
    const endpoint = await listening();
    const { mentee, mentor } = await bookedSession(db, as);
    const other = await createMentee(db);
    await (await as(other)).account.update({ name: "Somebody else" });
    const admin = await as(
      await db.user.create({
        data: { name: "Bea", email: "bea@admins.example", role: "admin" },
      }),
    );
    await admin.member.erase({ id: mentee.id, version: 1, reason: "Asked by post" });
    const rows = await heard(endpoint);
    const texts = (id: string) =>
      rows.filter(({ personIds }) => personIds.includes(id)).map((row) => row.personalTexts);
    expect(texts(mentee.id)).toEqual([null, null, null]);
    expect(texts(mentor.id)).toEqual([null, null]);
    expect(texts(other.id)).toEqual([{ name: "Somebody else", email: other.email }]);
    expect(rows.map((row) => row.kind)).toContain("member.erased");
  });
});
