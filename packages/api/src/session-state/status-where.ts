import type { Prisma } from "@sundial/db";
import type { OfficeSessionStatus } from "@sundial/validators";
import { completedBefore } from "./policy.ts";

/**
 * The sessions that have one of these statuses now. Stored statuses lag behind automatic
 * transitions until the sweep saves them; this treats those as done, as every page does
 * (`toState`). Every query by status uses this.
 */
export function hasStatus(
  statuses: readonly OfficeSessionStatus[],
  now: Date,
): Prisma.OfficeSessionWhereInput {
  return { OR: statuses.flatMap((status) => storedAs(status, now)) };
}

function storedAs(status: OfficeSessionStatus, now: Date): Prisma.OfficeSessionWhereInput[] {
  const over = completedBefore(now);
  switch (status) {
    case "requested":
      return [{ status, expiresAt: { gt: now } }];
    case "expired":
      return [{ status }, { status: "requested", expiresAt: { lte: now } }];
    case "scheduled":
      return [{ status, endsAt: { gt: over } }];
    case "completed":
      return [{ status }, { status: "scheduled", endsAt: { lte: over } }];
    default:
      return [{ status }];
  }
}
