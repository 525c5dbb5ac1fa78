import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { createMember, frontDoor, newPerson, PASSWORD } from "../testing/front-door.ts";
import { BASE_URL } from "../testing/people.ts";

const { db } = await testDb();
const door = frontDoor(db);

const EVIL = [
  "//evil.example",
  "/\\evil.example",
  "https:evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  `${BASE_URL}@evil.example`,
  `${BASE_URL}.evil.example`,
  "%2f%2fevil.example",
  "/%0d%0aLocation:https://evil.example",
  "/\r\nLocation: https://evil.example",
];

describe("redirects", () => {
  const bodies: Record<string, () => Promise<object>> = {
    "/sign-up/email": async () => newPerson(),
    "/sign-in/email": async () => ({ email: (await createMember(db)).email, password: PASSWORD }),
    "/request-password-reset": async () => ({ email: (await createMember(db)).email }),
    "/reset-password": async () => ({ token: "x", newPassword: "another long password" }),
    "/confirm-address": async () => ({ token: "x", password: PASSWORD }),
    "/set-up-admin": async () => ({ ...newPerson(), token: "x" }),
    "/sign-out": async () => ({}),
    "/prolong-session": async () => ({}),
  };

  it.each(Object.keys(bodies))("never follow %s", async (path) => {
    for (const url of EVIL) {
      for (const field of ["callbackURL", "redirectTo", "errorCallbackURL", "newUserCallbackURL"]) {
        const body = { ...(await bodies[path]?.()), [field]: url };
        const answer = await door.post(`${path}?callbackURL=${encodeURIComponent(url)}`, body);
        expect([200, 400, 403]).toContain(answer.status);
        expect(answer.headers).not.toHaveProperty("location");
        expect(answer.text).not.toContain("evil");
      }
    }
  });
});

describe("routes", () => {
  it.each([
    "/update-user",
    "/delete-user",
    "/delete-user/callback",
    "/change-email",
    "/change-password",
    "/set-password",
    "/verify-password",
    "/verify-email",
    "/send-verification-email",
    "/reset-password/x",
    "/get-session",
    "/list-sessions",
    "/revoke-session",
    "/callback/google",
    "/update-session",
    "/ok",
    "/error",
    "//sign-in/email",
    "/sign-in//email",
    "/sign-in/email/",
    "/SIGN-IN/EMAIL",
    "/sign-in%2femail",
  ])("do not include %s", async (path) => {
    for (const method of ["GET", "POST"]) {
      const answer = await door.send(path, { method });
      expect(answer).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });

  it.each(["/sign-in/email", "/sign-up/email", "/reset-password", "/sign-out"])(
    "%s changes nothing by GET and rejects anything a form can send",
    async (path) => {
      expect((await door.send(path, { method: "GET" })).status).toBe(404);
      for (const type of [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
      ]) {
        const headers = { "content-type": type };
        const answer = await door.send(path, {
          method: "POST",
          headers,
          body: "email=a@b.example",
        });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.setCookie).toEqual([]);
      }
    },
  );

  it.each([
    [
      "a page of another site",
      { origin: "https://evil.example", cookie: "sundial.session_token=x" },
    ],
    ["such a page, before there is a cookie", { origin: "https://evil.example" }],
    [
      "a form of such a page",
      { origin: "null", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    ],
  ])("sign nobody in for %s", async (_name, headers) => {
    const user = await createMember(db);
    const input = { email: user.email, password: PASSWORD };
    const answer = await door.post("/sign-in/email", input, headers);
    expect(answer).toMatchObject({ status: 403, cookie: "" });
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });
});
