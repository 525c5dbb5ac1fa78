import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";

/** Which __many__ a person may see: their own, whatever their role. */
export function __noun__Scope({ id }: Pick<Actor, "id">) {
  return { userId: id } satisfies Prisma.__Noun__WhereInput;
}
