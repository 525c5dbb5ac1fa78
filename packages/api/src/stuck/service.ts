import type { ListStuckInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { pageOf } from "../paging.ts";
import { readSettings } from "../program/read.ts";
import { stuckLists } from "./lists.ts";
import { nextStepOf } from "./next-step.ts";
import { readProgramState, stuckBorders } from "./program-state.ts";

/** How many people and requests are stuck, and what else staff are asked to look at. */
export function countStuck({ db, actor, now }: ServiceContext) {
  return readProgramState(db, { now: now(), readerId: actor.id });
}

/**
 * One kind of people or things that are stuck. Each row has one next step, and `nudgedAt` if staff
 * wrote to the person within a week.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listStuck(
  { db, now }: ServiceContext,
  { kind, cursor, limit }: ListStuckInput,
) {
  const { stuckAfterDays } = await readSettings(db);
  const borders = stuckBorders(now(), stuckAfterDays);
  const { rows, keyOf } = stuckLists[kind];
  const page = pageOf(await rows(db, { borders, cursor, take: limit + 1 }), limit, keyOf);
  const people = page.items.flatMap(({ person }) => person?.id ?? []);
  const nudges = await db.nudge.findMany({
    where: { personId: { in: people }, nextFrom: { gt: borders.now } },
    select: { personId: true, sentAt: true },
  });
  const nudgedAt = new Map(nudges.map(({ personId, sentAt }) => [personId, sentAt]));
  return {
    ...page,
    items: page.items.map((row) => {
      const at = nudgedAt.get(row.person?.id ?? "") ?? null;
      return { ...row, nudgedAt: at, nextStep: nextStepOf(kind, { isNudged: at !== null }) };
    }),
    stuckAfterDays,
  };
}
