import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import type { ExportRequest } from "./file-export.ts";
import { type Context, serveMemberExport, serveSessionExport } from "./index.ts";
import { contextOf, NOW, testApi } from "./testing/callers.ts";
import { bookedSession, MONDAY_10, minutesAfter } from "./testing/office-sessions.ts";

const { db, as } = await testApi();

const serving = { "sessions.csv": serveSessionExport, "people.csv": serveMemberExport };

const quiet = { info() {}, warn() {}, error() {} };

async function contextFor(user: { id: string } | null): Promise<Context> {
  const row = user && (await db.user.findUniqueOrThrow({ where: { id: user.id } }));
  const session = row && {
    kind: "user" as const,
    credential: "session" as const,
    credentialId: "test",
    expiresAt: new Date("2100-01-01T00:00:00Z"),
    ...row,
  };
  // Files aren't in the catalogue, which the usual log asks about each error.
  return { ...contextOf(db, { session, now: NOW }), log: quiet };
}

const newPm = () => createUser(db, { role: "pm" });

async function ask(
  user: { id: string } | null,
  serve: (ctx: Context, request: ExportRequest) => Promise<Response>,
  { file, query = "", method = "GET" }: { file: string; query?: string; method?: string },
) {
  return serve(await contextFor(user), { method, file, query: new URLSearchParams(query) });
}

describe.each(Object.entries(serving))("%s", (file, serve) => {
  it("rejects visitors, other roles, other files and invalid filters, and records nothing", async () => {
    const pm = await newPm();
    const answers = await Promise.all([
      ask(null, serve, { file }),
      ask(await createMentor(db), serve, { file }),
      ask(pm, serve, { file: "all.csv" }),
      ask(pm, serve, { file, query: "shoeSize=44" }),
      ask(pm, serve, { file, query: "status=asleep" }),
      ask(pm, serve, { file, query: "search=a&search=b" }),
      ask(pm, serve, { file, method: "POST" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 404, 400, 400, 400, 405]);
    expect(await db.auditEvent.count({ where: { actorId: pm.id } })).toBe(0);
  });

  it("is recorded without the searched text before its first line", async () => {
    const pm = await newPm();
    const answer = await ask(pm, serve, { file, query: "search=nobody+at+all" });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="sundial-${file}"`,
    );
    expect(await db.auditEvent.findMany({ where: { actorId: pm.id } })).toMatchObject([
      { action: expect.stringMatching(/\.exported$/), after: { searched: true } },
    ]);
    expect((await answer.text()).trimEnd().split("\r\n")).toHaveLength(1);
  });
});

describe("sessions.csv", () => {
  it("has the sessions of the filter, with texts that can't run as formulas", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await db.officeSession.update({
      where: { id: session.id },
      data: { topic: '=HYPERLINK("x")' },
    });
    await bookedSession(db, as);
    const query = `mentorId=${mentor.id}`;
    const answer = await ask(await newPm(), serveSessionExport, { file: "sessions.csv", query });
    const [header, ...lines] = (await answer.text()).trimEnd().split("\r\n");
    expect(header).toMatch(/^id,status,startsAt,endsAt,topic,mentorId,mentorName,menteeId,/);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${session.id},scheduled,${MONDAY_10.toISOString()}`);
    expect(lines[0]).toContain(`"'=HYPERLINK(""x"")",${mentor.id},${mentor.name},${mentee.id}`);
  });

  it("reads a long list in parts, none twice, and stops when the reader leaves", async () => {
    const { mentor, session } = await bookedSession(db, as, {
      startsAt: minutesAfter(MONDAY_10, 7 * 24 * 60),
    });
    await db.$executeRaw`
      INSERT INTO office_sessions (id, mentor_id, mentee_id, status, starts_at, ends_at, blocked_until,
                                   topic, mentor_time_zone, mentee_time_zone, created_by_id)
      SELECT gen_random_uuid(), mentor_id, mentee_id, 'completed', starts_at - i * interval '1 hour',
             ends_at - i * interval '1 hour', ends_at - i * interval '1 hour', topic, 'UTC', 'UTC',
             created_by_id
        FROM office_sessions, generate_series(1, 1200) i WHERE id = ${session.id}::uuid`;
    const request = { file: "sessions.csv", query: `mentorId=${mentor.id}` };
    const whole = await (await ask(await newPm(), serveSessionExport, request)).text();
    const ids = whole
      .trimEnd()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
    expect(ids).toHaveLength(1201);
    expect(new Set(ids).size).toBe(1201);

    const { body } = await ask(await newPm(), serveSessionExport, request);
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });
});

describe("people.csv", () => {
  it("has the people of the filter, by name, without the erased", async () => {
    const name = "Exported Esther";
    const { id, email } = await createMentee(db, { name });
    await createUser(db, { name, role: "admin" });
    const answer = await ask(await newPm(), serveMemberExport, {
      file: "people.csv",
      query: "search=exported+esther&role=mentee",
    });
    const lines = (await answer.text()).trimEnd().split("\r\n");
    expect(lines[0]).toBe("id,name,email,role,status,lastLoginAt,createdAt");
    expect(lines.slice(1).map((line) => line.split(",").slice(0, 5))).toEqual([
      [id, name, email, "mentee", "active"],
    ]);
  });
});
