import { withinTime } from "@sundial/db";
import { createMentee, createUser } from "@sundial/db/factories";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authorize } from "../authorize.ts";
import { toCsvLine } from "../csv.ts";
import { createContext, serveAuditExport } from "../index.ts";
import {
  refusalOf,
  renewSession,
  SITE_URL,
  testApi,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../testing/callers.ts";
import { exportAuditEvents } from "./export.ts";

const { db, as } = await testApi();

const eventOf = (actorId: string, action: string, more: object = {}) =>
  db.auditEvent.create({
    data: { actorKind: "user", actorId, action, targetType: "user", targetId: actorId, ...more },
  });

/** Each test has its own admin, to tell their actions apart. */
const newAdmin = () => createUser(db, { role: "admin" });

describe("audit.list", () => {
  it("lists events, latest first, and looks up names by the stored ID", async () => {
    const [admin, mentee] = [await newAdmin(), await createMentee(db, { name: "Ada Lovelace" })];
    const caller = await as(admin);
    const input = { id: mentee.id, version: 1, status: "inactive" as const, reason: "On leave" };
    await caller.member.changeStatus(input);
    await caller.member.changeRole({ ...input, version: 2, role: "pm" });
    const { items, ...page } = await caller.audit.list({ targetId: mentee.id });
    expect(page).toMatchObject({ actorName: null, targetName: "Ada Lovelace" });
    expect(items).toMatchObject([
      { action: "member.roleChanged", targetName: "Ada Lovelace", actorName: admin.name },
      {
        action: "member.statusChanged",
        actorId: admin.id,
        actorRole: "admin",
        reason: "On leave",
        before: { status: "active" },
        after: { status: "inactive" },
        userAgent: "vitest",
      },
    ]);
    const [row] = await db.auditEvent.findMany({ where: { targetId: mentee.id } });
    expect(JSON.stringify({ ...row, seq: 0 })).not.toContain("Lovelace");
  });

  it("repeats and skips nothing between pages while events are added", async () => {
    const [admin, { id }] = [await newAdmin(), await createMentee(db)];
    const caller = await as(admin);
    for (let n = 0; n < 7; n++) await eventOf(id, `test.${n}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof caller.audit.list>> = await caller.audit.list({
        actorId: id,
        limit: 3,
        cursor,
      });
      seen.push(...page.items.map(({ action }) => action));
      cursor = page.nextCursor;
      await eventOf(id, "test.meanwhile");
    } while (cursor !== null);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `test.${n}`));
    expect(await refusalOf(caller.audit.list({ cursor: "nonsense" }))).toMatchObject({
      code: "INVALID_INPUT",
    });
    // @ts-expect-error: the compiler knows it as well
    expect(await refusalOf(caller.audit.list({ actor: id }))).toMatchObject({ code: "ZodError" });
  });

  it("filters by actor, target, action or kind of action, and time", async () => {
    const [admin, ada, bob] = [await newAdmin(), await createMentee(db), await createMentee(db)];
    await eventOf(ada.id, "account.signedIn", { at: new Date("2026-01-01T00:00:00Z") });
    await eventOf(ada.id, "account.updated", { at: new Date("2026-01-02T00:00:00Z") });
    await eventOf(bob.id, "accountant.hired", {
      targetId: ada.id,
      at: new Date("2026-01-03T00:00:00Z"),
    });
    const caller = await as(admin);
    const actions = async (filter: Parameters<typeof caller.audit.list>[0]) =>
      (await caller.audit.list(filter)).items.map(({ action }) => action);
    expect(await actions({ actorId: ada.id })).toEqual(["account.updated", "account.signedIn"]);
    expect(await actions({ targetId: ada.id })).toEqual([
      "accountant.hired",
      "account.updated",
      "account.signedIn",
    ]);
    expect(await actions({ targetId: ada.id, action: "account" })).toEqual([
      "account.updated",
      "account.signedIn",
    ]);
    expect(await actions({ targetId: ada.id, action: "account.updated" })).toEqual([
      "account.updated",
    ]);
    // From the first instant (inclusive) to the second (exclusive).
    const from = new Date("2026-01-01T00:00:00Z");
    const to = new Date("2026-01-02T00:00:00Z");
    expect(await actions({ targetId: ada.id, from, to })).toEqual(["account.signedIn"]);
    expect(await caller.audit.actions()).toEqual(
      expect.arrayContaining(["account.signedIn", "account.updated", "accountant.hired"]),
    );
  });

  it("rejects instants outside the supported years", async () => {
    const caller = await as(await newAdmin());
    for (const year of ["0000", "0002", "9999", "-000001", "+010000"]) {
      const instant = new Date(`${year}-03-15T00:00:00Z`);
      expect(await refusalOf(caller.audit.list({ from: instant })), year).toMatchObject({
        code: "ZodError",
      });
    }
  });

  it("records each view once, including its further pages", async () => {
    const [admin, mentee] = [await newAdmin(), await createMentee(db)];
    const caller = await as(admin);
    await caller.audit.list({ targetId: mentee.id });
    await caller.audit.list({ targetId: mentee.id, limit: 5 });
    await caller.audit.list({});
    await caller.member.byId({ id: mentee.id });
    await caller.member.byId({ id: mentee.id });
    await caller.member.byId({ id: admin.id });
    const own = await db.auditEvent.findMany({
      where: { actorId: admin.id },
      orderBy: { seq: "asc" },
      select: { action: true, targetId: true, after: true },
    });
    expect(own).toEqual([
      { action: "audit.read", targetId: "events", after: { targetId: mentee.id } },
      { action: "audit.read", targetId: "events", after: {} },
      { action: "member.viewed", targetId: mentee.id, after: null },
    ]);
  });

  it("is only for admins", async () => {
    for (const role of ["mentee", "mentor", "pm"] as const) {
      const caller = await as(await createUser(db, { role }));
      expect(await refusalOf(caller.audit.list({})), role).toMatchObject({ code: "FORBIDDEN" });
      expect(await refusalOf(caller.audit.actions()), role).toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("the export", () => {
  const contextOf = async (user: { id: string } | null) => {
    const row = user && (await db.user.findUniqueOrThrow({ where: { id: user.id } }));
    const session = row && {
      kind: "user" as const,
      credential: "session" as const,
      credentialId: "test",
      expiresAt: new Date("2100-01-01T00:00:00Z"),
      ...row,
    };
    const auth = {
      totpSecrets,
      unsubscribeLinks,
      webhookSecrets,
      renewSession,
      getSession: async () => session,
    };
    return createContext({ headers: new Headers(), db, auth, siteUrl: SITE_URL });
  };
  const requestBy = async (user: { id: string } | null) => {
    const ctx = await contextOf(user);
    return (file: string, query = "", method = "GET") =>
      serveAuditExport(ctx, { method, file, query: new URLSearchParams(query) });
  };

  it("contains every matching event once in either format, and is recorded as an event", async () => {
    const [admin, { id }] = [await newAdmin(), await createMentee(db)];
    const data = Array.from({ length: 2100 }, (_, n) => ({
      actorKind: "user" as const,
      actorId: id,
      targetType: "user",
      targetId: id,
      action: `test.number${n}`,
    }));
    await db.auditEvent.createMany({ data });
    const request = await requestBy(admin);

    const jsonl = await request("events.jsonl", `actorId=${id}&action=`);
    expect(jsonl.headers.get("content-type")).toContain("application/jsonl");
    expect(jsonl.headers.get("cache-control")).toBe("private, no-store");
    const events = (await jsonl.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events).toHaveLength(2100);
    expect(new Set(events.map(({ action }) => action)).size).toBe(2100);

    const csv = await request("events.csv", `actorId=${id}`);
    expect(csv.headers.get("content-disposition")).toBe(
      'attachment; filename="sundial-events.csv"',
    );
    const lines = (await csv.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2101);
    expect(lines[0]).toMatch(/^seq,at,actorKind,actorId,actorRole,/);
    expect(
      await db.auditEvent.findMany({ where: { actorId: admin.id }, orderBy: { seq: "asc" } }),
    ).toMatchObject([
      { action: "audit.exported", after: { format: "jsonl", actorId: id } },
      { action: "audit.exported", after: { format: "csv", actorId: id } },
    ]);
  });

  it("continues past the time limit of a call", async () => {
    const allowed = await authorize(await contextOf(await newAdmin()), "audit:export");
    const texts = await exportAuditEvents(allowed, { format: "csv", filter: {} });
    let file = "";
    await withinTime(0, async () => {
      for await (const text of texts) file += text;
    });
    expect(file).toContain("audit.exported");
  });

  it("rejects requests without a session, from other roles, for other files or with invalid filters", async () => {
    const admin = await requestBy(await newAdmin());
    const statuses = await Promise.all([
      (await requestBy(null))("events.csv"),
      (await requestBy(await createUser(db, { role: "pm" })))("events.csv"),
      admin("events.xml"),
      admin("events.csv", "from=yesterday"),
      admin("events.csv", "", "POST"),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 403, 404, 400, 405]);
    expect(await statuses[3]?.json()).toMatchObject({
      code: "INVALID_INPUT",
      details: [{ path: ["from"] }],
    });
  });

  it.each([
    ["actor=x", []],
    ["from=-271821-04-20T00:00:00.000Z", ["from"]],
    ["to=%2B275760-09-13T00:00:00.000Z", ["to"]],
    ["from=0000-01-01T00:00:00Z", ["from"]],
    ["from=1", ["from"]],
    ["actorId=a&actorId=b", ["actorId"]],
    ["targetId=a%00b", ["targetId"]],
    ["action=a%00b", ["action"]],
  ])("returns 400 for %s and records nothing", async (query, path) => {
    const admin = await newAdmin();
    const answer = await (await requestBy(admin))("events.csv", query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "INVALID_INPUT", details: [{ path }] });
    expect(await db.auditEvent.count({ where: { actorId: admin.id } })).toBe(0);
  });

  it.each(["%", "_", "a%", "%.signedIn"])(
    "takes %s literally, not as a pattern",
    async (action) => {
      await eventOf((await createMentee(db)).id, "account.signedIn");
      const request = await requestBy(await newAdmin());
      const answer = await request("events.jsonl", new URLSearchParams({ action }).toString());
      expect(await answer.text()).toBe("");
    },
  );

  it("quotes commas and quotes, and disarms formulas", () => {
    expect(toCsvLine(["a", 'say "hi", you', null, "=1+1", { b: 1 }, "two\nlines"])).toBe(
      `a,"say ""hi"", you",,'=1+1,"{""b"":1}","two\nlines"\r\n`,
    );
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const fields = readCsv(toCsvLine(values));
        expect(fields).toEqual(
          values.map((value) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)),
        );
      }),
    );
  });
});

/** Reads one RFC 4180 record back: comma-separated fields, quoted or not. */
function readCsv(line: string): string[] {
  const fields = `,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,"]*))/g);
  return [...fields].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}
