import { can } from "@sundial/auth";
import { Role } from "@sundial/db";
import { createMentee, createUser } from "@sundial/db/factories";
import * as contracts from "@sundial/validators";
import { permissions } from "@sundial/validators";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "./index.ts";
import { encodeCursor } from "./paging.ts";
import { refusalOf, testApi } from "./testing/callers.ts";
import { type Leaf, samplesOf, withLeaf } from "./testing/samples.ts";

const { db, as } = await testApi();
const callers = new Map<Role, object>();
beforeAll(async () => {
  for (const role of Object.values(Role))
    callers.set(role, await as(await createUser(db, { role })));
});

const definition = z.object({
  inputs: z.array(z.instanceof(z.ZodType)),
  meta: z.object({ permission: z.enum(permissions) }).optional(),
});

const router: AnyTRPCRouter = appRouter;
const procedures = Object.entries<AnyTRPCProcedure>(router._def.procedures).flatMap(
  ([name, procedure]) => {
    const { inputs, meta } = definition.parse(procedure._def);
    return inputs.map((input) => ({ name, input, permission: meta?.permission }));
  },
);

/** An invalid value for a field of that kind, derived from a valid one. */
function unstorable({ kind }: Leaf, value: unknown): unknown[] {
  if (kind === "number") return [2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e300, Number.NaN];
  if (kind === "date") {
    return [
      ...["-271821-04-20T00:00:00.000Z", "0000-12-31T23:59:59.999Z", "+010000-01-01T00:00:00.000Z"],
      "+275760-09-13T00:00:00.000Z",
    ]
      .map((text) => new Date(text))
      .concat(new Date(Number.NaN));
  }
  return ["\ud800", "\udfff", "\0"].flatMap((bad) => [`${value}${bad}`, `${bad}${value}`]);
}

function call(name: string, input: unknown, permission: (typeof permissions)[number] | undefined) {
  const role = Object.values(Role).find(
    (role) => permission === undefined || can({ role, status: "active" }, permission),
  );
  let target: unknown = role && callers.get(role);
  for (const step of name.split(".")) target = Reflect.get(Object(target), step);
  if (typeof target !== "function") throw new Error(`no procedure ${name}`);
  return Promise.resolve(target(input));
}

describe("input that no database can store", () => {
  it.each(procedures)(
    "is INVALID_INPUT to $name, in each of its fields",
    async ({ name, input, permission }) => {
      for (const { value, leaves } of samplesOf(input)) {
        for (const leaf of leaves) {
          const held = leaf.path.reduce<unknown>(
            (part, step) => Reflect.get(Object(part), step),
            value,
          );
          for (const bad of unstorable(leaf, held)) {
            const what = `${name} ${leaf.path.join(".")}: ${JSON.stringify(bad)}`;
            const hostile = withLeaf(value, leaf.path, bad);
            const refused = input.safeParse(hostile);
            expect(
              refused.error?.issues.map(({ path }) => path),
              what,
            ).toContainEqual(leaf.path);
            expect(await refusalOf(call(name, hostile, permission)), what).toMatchObject({
              code: "ZodError",
            });
          }
        }
      }
    },
  );

  const bodies = Object.entries(contracts).filter(([name]) => /Input$/.test(name));
  it.each(bodies)("is rejected by %s", (_name, contract) => {
    if (!(contract instanceof z.ZodType)) throw new Error("no contract");
    for (const { value, leaves } of samplesOf(contract)) {
      for (const leaf of leaves) {
        const held = leaf.path.reduce<unknown>(
          (part, step) => Reflect.get(Object(part), step),
          value,
        );
        for (const bad of unstorable(leaf, held)) {
          expect(
            contract.safeParse(withLeaf(value, leaf.path, bad)).success,
            `${leaf.path} ${bad}`,
          ).toBe(false);
        }
      }
    }
  });

  it.each([
    ["mentor.list", { sort: "name" }, ["Ada", "x"]],
    ["profile.list", {}, ["Ada", "x"]],
    ["member.list", {}, ["Ada", "x"]],
    [
      "officeSession.list",
      {},
      ["2027-03-01T00:00:00.000Z", "0198c0de-0000-7000-8000-000000000001"],
    ],
    ["audit.list", {}, ["1"]],
  ])("is INVALID_INPUT to %s inside a cursor", async (name, input, key) => {
    const { permission } = procedures.find((each) => each.name === name) ?? {};
    await call(name, { ...input, cursor: encodeCursor(key) }, permission);
    for (const at of key.keys()) {
      for (const bad of [
        "\ud800",
        "a\0b",
        "-271821-04-20T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
      ]) {
        // A name may look like a date.
        if (bad.endsWith("Z") && key[at] !== "2027-03-01T00:00:00.000Z") continue;
        const cursor = encodeCursor(key.with(at, bad));
        expect(
          await refusalOf(call(name, { ...input, cursor }, permission)),
          `${name} ${bad}`,
        ).toMatchObject({ code: "INVALID_INPUT" });
      }
    }
  });
});

describe("searches", () => {
  it("take % and _ literally", async () => {
    const caller = await as(await createUser(db, { role: "admin" }));
    await createMentee(db, { name: "Hundred %_ Percent" });
    for (const search of ["%", "_", "%_", "d %_ p"]) {
      const { items } = await caller.profile.list({ search });
      expect(
        items.map(({ name }) => name),
        search,
      ).toEqual(["Hundred %_ Percent"]);
      expect((await caller.member.list({ search })).items).toHaveLength(1);
      expect((await caller.mentor.list({ search })).items).toEqual([]);
    }
    for (const action of ["%", "_", "a%", "account_"]) {
      expect((await caller.audit.list({ action })).items, action).toEqual([]);
    }
  });
});
