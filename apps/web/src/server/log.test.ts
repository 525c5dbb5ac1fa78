import { describe, expect, it } from "vitest";
import { createLog, loggedPath, withoutSecrets } from "./log";

/** Collects what a log writes, line by line. */
function lines() {
  const written: string[] = [];
  const log = createLog("info", { write: (line) => written.push(line) });
  return { log, written };
}

describe("the log", () => {
  it("writes one object per line, with its fields and the time", () => {
    const { log, written } = lines();
    log.info({ path: "mentor.list", status: 200, ms: 3 }, "call");
    log.debug("not this");
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? "")).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      msg: "call",
      path: "mentor.list",
      status: 200,
      ms: 3,
    });
  });

  it.each(["password", "newPassword", "token", "cookie", "set-cookie", "authorization", "data"])(
    "hides fields called %s",
    (name) => {
      const { log, written } = lines();
      log.info({ [name]: "hunter2", request: { [name]: "hunter2" } }, "x");
      expect(written.join()).not.toContain("hunter2");
    },
  );

  it("logs errors with their stack but without secrets", () => {
    const { log, written } = lines();
    const cause = new Error("connect postgresql://sundial:hunter2@db.internal/x, password=hunter2");
    log.error({ err: cause }, "call failed");
    expect(written.join()).toContain("log.test.ts");
    expect(written.join()).toContain("db.internal");
    expect(written.join()).not.toContain("hunter2");
  });

  it.each([
    ["/verify-email?token=hunter2", "/verify-email"],
    ["/api/calendar/feed/hunter2.ics?x=1", "/api/calendar/feed/…"],
    [
      "/api/trpc/mentor.list,health.check?batch=1&input=hunter2",
      "/api/trpc/mentor.list,health.check",
    ],
    ["//api/calendar//feed//hunter2.ics", "//api/calendar//feed//…"],
    ["/API/Calendar/FEED/hunter2.ics", "/API/Calendar/FEED/…"],
    ["/api/calendar/%66eed/hunter2.ics", "/api/calendar/%66eed/…"],
    ["/api/calendar/%46%65%45d%2Fhunter2.ics", "/api/calendar/%46%65%45d%2F…"],
    ["/api/calendar/%2566eed%252fhunter2.ics", "/api/calendar/%2566eed%252f…"],
    ["/api/calendar/feed/./hunter2.ics", "/api/calendar/feed/…"],
    ["/api\\calendar\\feed\\hunter2.ics", "/api\\calendar\\feed\\…"],
    [`/nothing/${"hunter2_".repeat(6)}.ics`, "/nothing/….ics"],
    [`/nothing/${"hunter2%2d".repeat(6)}.ics`, "/nothing/….ics"],
    ["/verify-email%3ftoken=hunter2", "/verify-email"],
    ["/verify-email;token=hunter2", "/verify-email"],
    [
      "/sessions/0198c0de-0000-7000-8000-000000000001",
      "/sessions/0198c0de-0000-7000-8000-000000000001",
    ],
  ])("of %s includes %s", (url, path) => {
    expect(loggedPath(url)).toBe(path);
  });

  it.each([
    "Authorization: Bearer hunter2",
    'body {"password":"hunter2"}',
    "GET /reset-password?token=hunter2&x=1",
    "sundial_pat_hunter2",
    "Error: cannot decode /API//calendar/f%65ed/hunter2.ics",
  ])("recognizes the secret in %s", (text) => {
    expect(withoutSecrets(text)).not.toContain("hunter2");
  });
});
