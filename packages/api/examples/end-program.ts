import { type RouterOutputs, systemCaller } from "@sundial/api";
import { createDb } from "@sundial/db";

/** Cancels every upcoming session of a program that has ended, and returns how many. */
export async function endProgram(url: string): Promise<number> {
  const db = createDb({ url });
  const sundial = systemCaller(db, { reason: "The spring program ended" });
  const note = "The program has ended. Thank you for taking part.";
  let cancelled = 0;
  let cursor: string | null = null;
  do {
    const page: RouterOutputs["officeSession"]["list"] = await sundial.officeSession.list({
      when: "upcoming",
      limit: 50,
      cursor,
    });
    for (const { id, version, actions } of page.items) {
      if (!actions.includes("cancel")) continue;
      await sundial.officeSession.cancel({ id, version, note });
      cancelled += 1;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  await db.$disconnect();
  return cancelled;
}
