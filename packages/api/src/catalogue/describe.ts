import { limits } from "@sundial/auth";
import type { ErrorCode } from "@sundial/validators";
import { z } from "zod";
import type { AnyProcedure, AnyRouter, ProcedureMeta } from "../trpc.ts";
import { sourceFacts } from "./source-facts.ts";

export type Features = Record<string, AnyRouter>;

/** Errors that any call can have, regardless of the procedure. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  "ACCOUNT_INACTIVE",
  "ACCOUNT_SUSPENDED",
  "BAD_REQUEST",
  "DATABASE_FULL",
  "DATABASE_READ_ONLY",
  "DATABASE_TIMEOUT",
  "DATABASE_UNAVAILABLE",
  "FORBIDDEN",
  "INTERNAL",
  "INVALID_INPUT",
  "OUTCOME_UNKNOWN",
  "PAYLOAD_TOO_LARGE",
  "SERVER_BUSY",
  "TOO_MANY_REQUESTS",
  "UNAUTHORIZED",
];

/** Every procedure of these features, by name, but for what only pages can follow. */
export function describeProcedures(features: Features): CatalogueEntry[] {
  return Object.entries(features)
    .flatMap(([feature, router]) =>
      Object.entries<AnyProcedure>(router._def.procedures)
        .filter(([, { _def }]) => _def.type !== "subscription")
        .map(([name, procedure]) => describe(`${feature}.${name}`, procedure)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A procedure as callers in any language need to know it. */
export type CatalogueEntry = ReturnType<typeof describe>;

function describe(name: string, { _def }: AnyProcedure) {
  const { permission, limit }: ProcedureMeta = _def.meta ?? {};
  const facts = sourceFacts[name];
  const input = inputOf("inputs" in _def ? _def.inputs : []);
  return {
    /** Its path, such as "officeSession.book". */
    name,
    kind: _def.type === "query" ? ("query" as const) : ("mutation" as const),
    /** Null when anyone may call it. */
    permission: permission ?? null,
    description: facts?.description ?? "",
    /** Its own limit, in addition to those for all calls. */
    limit: limit
      ? { name: limit, calls: limits[limit].points, seconds: limits[limit].window }
      : null,
    takesIdempotencyKey: JSON.stringify(input).includes('"idempotencyKey":'),
    /** Besides those that every call can have. */
    errors: facts?.errors.filter((code) => !COMMON_ERRORS.includes(code)) ?? [],
    /** JSON Schema of the input; null when it takes none. */
    input,
  };
}

function inputOf(inputs: unknown): Record<string, unknown> | null {
  const [contract] = Array.isArray(inputs) ? inputs : [];
  if (!(contract instanceof z.ZodType)) return null;
  const { $schema: _, ...schema } = z.toJSONSchema(contract, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date") {
        Object.assign(jsonSchema, { type: "string", format: "date-time" });
      }
      // The format says it in one word.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return schema;
}
