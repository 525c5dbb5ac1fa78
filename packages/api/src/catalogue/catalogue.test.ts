import { createMentee, createUser } from "@sundial/db/factories";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { appRouter } from "../index.ts";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as, asVisitor } = await testApi();

describe("catalogue.list", () => {
  it("names every procedure, itself included, with its kind and permission", async () => {
    const entries = await (await as(await createMentee(db))).catalogue.list();
    const router: AnyTRPCRouter = appRouter;
    const callable = Object.entries<AnyTRPCProcedure>(router._def.procedures)
      // Only pages can follow a stream.
      .filter(([, { _def }]) => _def.type !== "subscription")
      .map(([name]) => name);
    expect(entries.map(({ name }) => name)).toEqual(callable.sort());
    expect(entries).toContainEqual({
      name: "catalogue.list",
      kind: "query",
      permission: "identity:read",
      description: "Every procedure of the API, by name, without its input and errors.",
    });
    expect(entries.find(({ name }) => name === "health.check")).toMatchObject({ permission: null });
  });

  it("is for everyone who is signed in", async () => {
    const inactive = await as(await createUser(db, { status: "inactive" }));
    expect(await inactive.catalogue.list()).not.toEqual([]);
    expect(await refusalOf(asVisitor().catalogue.list())).toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("catalogue.byName", () => {
  it("has the input as JSON Schema, with instants as text, and the errors by code", async () => {
    const { catalogue } = await as(await createMentee(db));
    const entry = await catalogue.byName({ name: "officeSession.book" });
    expect(entry).toMatchObject({
      kind: "mutation",
      permission: "session:book",
      limit: { name: "api.booking", calls: 30, seconds: 60 },
      takesIdempotencyKey: true,
      errors: expect.arrayContaining(["IDEMPOTENCY_MISMATCH", "SLOT_TAKEN", "LIMIT_REACHED"]),
      input: {
        type: "object",
        properties: {
          startsAt: { type: "string", format: "date-time" },
          topic: { type: "string", maxLength: 120 },
          idempotencyKey: { type: "string", format: "uuid" },
        },
        required: ["mentorId", "startsAt", "durationMinutes", "topic"],
      },
    });
    expect(await catalogue.byName({ name: "account.me" })).toMatchObject({
      kind: "query",
      limit: null,
      takesIdempotencyKey: false,
      errors: [],
      input: null,
    });
  });

  it("is NOT_FOUND for a name that no procedure has", async () => {
    const { catalogue } = await as(await createMentee(db));
    for (const name of ["officeSession", "officeSession.", "toString", "__proto__"]) {
      expect(await refusalOf(catalogue.byName({ name }))).toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
