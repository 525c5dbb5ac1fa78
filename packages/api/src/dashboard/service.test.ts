import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { contextOf, NOW, refusalOf, testApi } from "../testing/callers.ts";
import { completedSession } from "../testing/office-sessions.ts";
import { serveDashboardFile } from "./http.ts";

const { db, as, asVisitor, asService } = await testApi();
const pm = await createUser(db, { role: "pm" });
const now = new Date("2027-03-10T12:00:00Z");
const week = { from: "2027-03-01", to: "2027-03-07" };

async function fileOf(file: string, query: Record<string, string>) {
  const { id } = pm;
  const user = await db.user.findUniqueOrThrow({ where: { id } });
  const session = {
    ...user,
    kind: "user" as const,
    credential: "session" as const,
    credentialId: "test",
    expiresAt: new Date(now.getTime() + 3_600_000),
  };
  return serveDashboardFile(contextOf(db, { session, now }), {
    method: "GET",
    file,
    query: new URLSearchParams(query),
  });
}

describe("the report", () => {
  it("is for program managers, admins and service accounts that may read it", async () => {
    const report = async (role: "mentee" | "mentor" | "pm" | "admin") =>
      (await as(await createUser(db, { role }))).dashboard.report(week);
    await expect(report("pm")).resolves.toMatchObject({ period: week });
    await expect(report("admin")).resolves.toMatchObject({ period: week });
    await expect(asService(["dashboard:read"]).dashboard.report(week)).resolves.toBeDefined();
    for (const role of ["mentee", "mentor"] as const) {
      expect(await refusalOf(report(role))).toMatchObject({ code: "FORBIDDEN" });
    }
    const service = asService(["audit:read"]);
    expect(await refusalOf(service.dashboard.report(week))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(asVisitor().dashboard.report(week))).toMatchObject({
      code: "UNAUTHORIZED",
    });
  });

  it("compares with the period of the same length that ends the day before", async () => {
    const report = await (await as(pm, { now })).dashboard.report({
      from: "2027-02-10",
      to: "2027-03-08",
    });
    expect(report.before).toEqual({ from: "2027-01-14", to: "2027-02-09" });
    expect(report.unit).toBe("week");
    expect(report.parts.map(({ from, to }) => [from, to])).toEqual([
      ["2027-02-10", "2027-02-14"],
      ["2027-02-15", "2027-02-21"],
      ["2027-02-22", "2027-02-28"],
      ["2027-03-01", "2027-03-07"],
      ["2027-03-08", "2027-03-08"],
    ]);
  });

  it("shows months in a period over a year", async () => {
    const { unit, parts } = await (await as(pm, { now })).dashboard.report({
      from: "2026-01-15",
      to: "2027-03-03",
    });
    expect(unit).toBe("month");
    expect(parts).toHaveLength(15);
    expect(parts[0]).toMatchObject({ from: "2026-01-15", to: "2026-01-31" });
    expect(parts.at(-1)).toMatchObject({ from: "2027-03-01", to: "2027-03-03" });
  });

  it.each([
    ["ends before it begins", { from: "2027-03-02", to: "2027-03-01" }],
    ["is ten years long", { from: "2017-03-02", to: "2027-03-01" }],
    ["has no such date", { from: "2027-02-30", to: "2027-03-01" }],
    ["is long ago", { from: "0001-01-01", to: "0001-01-02" }],
  ])("rejects a period that %s", async (_, input) => {
    const caller = await as(pm);
    expect(await refusalOf(caller.dashboard.report(input))).toMatchObject({ code: "ZodError" });
  });

  it("is about somebody who is or was a mentor, and nobody else", async () => {
    const caller = await as(pm, { now });
    const mentor = await createMentor(db);
    const report = await caller.dashboard.report({ ...week, mentorId: mentor.id });
    expect(report.mentorName).toBe(mentor.name);
    const { id } = await createMentee(db);
    for (const mentorId of [id, "nobody"]) {
      const asked = caller.dashboard.report({ ...week, mentorId });
      expect(await refusalOf(asked)).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("counts a session that took place, and its rating only with those of four others", async () => {
    const { mentor, mentee, session, after } = await completedSession(db, as);
    const officeSessionId = session.id;
    await (await as(mentee, { now: after })).feedback.send({ officeSessionId, rating: 5 });
    await (await as(mentor, { now: after })).feedback.send({ officeSessionId, rating: 5 });
    const caller = await as(pm, { now });
    const report = await caller.dashboard.report({ ...week, mentorId: mentor.id });
    expect(report.numbers).toMatchObject({
      mentees: 1,
      mentors: 1,
      pairs: 1,
      completed: 1,
      completion: 1,
      booked: 60,
      offered: null,
      rating: null,
      ratings: null,
    });
    expect(report.numbersBefore).toMatchObject({ completed: 0, completion: null });
  });
});

describe("a file of the dashboard", () => {
  it("has the numbers with their definitions, in a form that spreadsheets read", async () => {
    const answer = await fileOf("numbers.csv", week);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="sundial-numbers-2027-03-01-2027-03-07.csv"',
    );
    const [header, ...lines] = (await answer.text()).trimEnd().split("\r\n");
    expect(header).toBe("number,unit,2027-03-01 to 2027-03-07,2027-02-22 to 2027-02-28,definition");
    expect(lines).toHaveLength(14);
  });

  it.each(["sessions", "hours", "people", "waiting", "ratings"])(
    "has a line for each week: %s",
    async (name) => {
      const text = await (
        await fileOf(`${name}.csv`, { from: "2027-03-01", to: "2027-03-09" })
      ).text();
      const lines = text.trimEnd().split("\r\n");
      expect(lines.slice(1).map((line) => line.slice(0, 21))).toEqual([
        "2027-03-01,2027-03-07",
        "2027-03-08,2027-03-09",
      ]);
    },
  );

  it("is rejected with what is wrong", async () => {
    expect((await fileOf("secrets.csv", week)).status).toBe(404);
    expect((await fileOf("numbers.csv", { ...week, mentorId: "nobody" })).status).toBe(404);
    const odd = await fileOf("numbers.csv", { from: "2027-03-02", to: "2027-03-01" });
    expect(odd.status).toBe(400);
    expect(await odd.json()).toMatchObject({ code: "INVALID_INPUT", details: [{ path: ["to"] }] });
    const request = { method: "GET", file: "numbers.csv", query: new URLSearchParams(week) };
    const visitor = contextOf(db, { session: null, now: NOW });
    expect((await serveDashboardFile(visitor, request)).status).toBe(401);
  });
});
