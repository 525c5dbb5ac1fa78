import { can, rolePermissions } from "@sundial/auth";
import {
  BookingState,
  CredentialKind,
  DeviceAccess,
  ExperienceLevel,
  FieldVisibility,
  LearningStyle,
  NoShowParty,
  OfficeSessionStatus,
  Role,
  SignUpPolicy,
  UserStatus,
  WebhookDeliveryStatus,
  WebhookFailure,
  WebhookPauseReason,
  WebhookStatus,
  WeeklyHours,
} from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import type { Permission } from "@sundial/validators";
import * as contracts from "@sundial/validators";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "./index.ts";
import { refusalOf, testApi } from "./testing/callers.ts";
import { mutationCalls } from "./testing/mutation-calls.ts";

const { db, as, asService, asVisitor } = await testApi();

/** Procedures anyone may call. Adding one here is a decision, not a formality. */
const PUBLIC = ["health.check", "invitation.preview", "program.about"];

// As a generic router, its procedures are flat: "mentor.list" and so on.
const router: AnyTRPCRouter = appRouter;
const procedures = Object.entries<AnyTRPCProcedure>(router._def.procedures).map(
  ([name, procedure]) => ({
    name,
    type: procedure._def.type,
    permission: permissionOf(procedure._def.meta),
    limit: textOf(procedure._def.meta, "limit"),
    unaudited: textOf(procedure._def.meta, "unaudited"),
  }),
);
const guarded = procedures.filter(({ name }) => !PUBLIC.includes(name));
const mutations = procedures.filter(({ type }) => type === "mutation");
const calls = mutationCalls(db);

function permissionOf(meta: unknown): Permission | undefined {
  const parsed = z.object({ permission: contracts.permission }).safeParse(meta);
  return parsed.data?.permission;
}

function textOf(meta: unknown, key: "limit" | "unaudited"): string | undefined {
  return z.object({ [key]: z.string().optional() }).safeParse(meta).data?.[key];
}

/** Calls a procedure by its name. */
function call(caller: object, name: string, input?: unknown): Promise<unknown> {
  let target: unknown = caller;
  for (const step of name.split(".")) {
    if ((typeof target !== "object" && typeof target !== "function") || target === null) break;
    target = Reflect.get(target, step);
  }
  if (typeof target !== "function") throw new Error(`no procedure ${name}`);
  return Promise.resolve(target(input));
}

describe("laws of the API", () => {
  it("every procedure names a permission or is on the public list", () => {
    expect(procedures.filter(({ permission }) => !permission).map(({ name }) => name)).toEqual(
      PUBLIC,
    );
  });

  it.each(guarded)("$name returns 401 to a visitor before it reads the input", async ({ name }) => {
    expect(await refusalOf(call(asVisitor(), name))).toEqual({
      code: "UNAUTHORIZED",
      details: undefined,
    });
  });

  it.each(Object.values(Role))("%s can call exactly what the role table grants", async (role) => {
    const caller = await as(await createUser(db, { role }));
    for (const { name, permission } of guarded) {
      const outcome = await outcomeOf(call(caller, name));
      const granted = permission !== undefined && can({ role, status: "active" }, permission);
      expect(outcome === "FORBIDDEN", `${role} ${name}: ${outcome}`).toBe(!granted);
    }
  });

  it.each(contracts.servicePermissions)(
    "a service account with only %s can call exactly what that grants to staff",
    async (given) => {
      const caller = asService([given]);
      for (const { name, permission } of guarded) {
        const granted = permission === given || permission === "identity:read";
        const code = await outcomeOf(call(caller, name));
        expect(code === "FORBIDDEN", `${name}: ${code}`).toBe(!granted);
      }
    },
  );

  it("no permission that a service account can have is for people only", () => {
    const ofPeople =
      /^(self|calendar|personalAccessToken):|^availability:edit$|:(book|bookFollowUp|checkIn)$/;
    expect(contracts.servicePermissions.filter((name) => ofPeople.test(name))).toEqual([]);
  });

  it("suspended people can call nothing", async () => {
    const caller = await as(await createUser(db, { role: "admin", status: "suspended" }));
    for (const { name } of guarded) {
      expect(await refusalOf(call(caller, name)), name).toMatchObject({
        code: "ACCOUNT_SUSPENDED",
      });
    }
  });

  it("keeps the role table as it was decided", () => {
    expect(rolePermissions).toMatchSnapshot();
    expect(
      procedures.map(({ name, type, permission }) => `${type} ${name}: ${permission ?? "public"}`),
    ).toMatchSnapshot();
  });

  it("keeps the limits that procedures declare for themselves", () => {
    expect(
      procedures.flatMap(({ name, limit }) => (limit === undefined ? [] : [`${name}: ${limit}`])),
    ).toMatchSnapshot();
  });

  it("a read-only token can call no mutation, regardless of its owner", () => {
    for (const { name, permission } of mutations) {
      for (const role of Object.values(Role)) {
        const permissions = contracts.permissions.filter(contracts.isReadPermission);
        const asking = { role, status: "active", permissions } as const;
        expect(permission === undefined || can(asking, permission), `${role} ${name}`).toBe(false);
      }
    }
  });

  it("has a successful call of every mutation", () => {
    expect(Object.keys(calls).sort()).toEqual(mutations.map(({ name }) => name).sort());
  });

  it.each(mutations)(
    "$name writes an audit event of its caller, or says why not",
    async ({ name, unaudited }) => {
      const made = await successfulCall(name);
      const written = await eventsBy(made.by);
      await call(await as(made.by, { now: made.now }), name, made.input);
      const added = (await eventsBy(made.by)) - written;
      expect(added > 0, `${added} events`).toBe(unaudited === undefined);
    },
  );
});

/** "ok", or the code of the error. */
function outcomeOf(made: Promise<unknown>): Promise<unknown> {
  return made.then(
    () => "ok",
    (error) => refusalOf(Promise.reject(error)).then(({ code }) => code),
  );
}

const eventsBy = ({ id: actorId }: { id: string }) => db.auditEvent.count({ where: { actorId } });

/** Calls a procedure whose name is known only at run time. */
async function successfulCall(name: string) {
  const found = Object.entries(calls).find(([each]) => each === name);
  if (found === undefined) throw new Error(`add a call of ${name} to testing/mutation-calls.ts`);
  const [, make] = found;
  return make();
}

describe("validators and database", () => {
  it.each([
    ["bookingState", contracts.bookingState, BookingState],
    ["credentialKind", contracts.credentialKind, CredentialKind],
    ["deviceAccess", contracts.deviceAccess, DeviceAccess],
    ["role", contracts.role, Role],
    ["signUpPolicy", contracts.signUpPolicy, SignUpPolicy],
    ["userStatus", contracts.userStatus, UserStatus],
    ["fieldVisibility", contracts.fieldVisibility, FieldVisibility],
    ["experienceLevel", contracts.experienceLevel, ExperienceLevel],
    ["learningStyle", contracts.learningStyle, LearningStyle],
    ["weeklyHours", contracts.weeklyHours, WeeklyHours],
    ["officeSessionStatus", contracts.officeSessionStatus, OfficeSessionStatus],
    ["noShowParty", contracts.noShowParty, NoShowParty],
    ["webhookStatus", contracts.webhookStatus, WebhookStatus],
    ["webhookPauseReason", contracts.webhookPauseReason, WebhookPauseReason],
    ["webhookDeliveryStatus", contracts.webhookDeliveryStatus, WebhookDeliveryStatus],
    ["webhookFailure", contracts.webhookFailure, WebhookFailure],
  ])("have the same values of %s", (_name, contract, stored) => {
    expect([...contract.options].sort()).toEqual(Object.values(stored).sort());
  });
});
