import type { Db, DbTransaction } from "@sundial/db";
import type { AvailabilityEdit } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { findPast, type StoredAvailability, storedSelect, todayOf, toEdit } from "./edit.ts";

/**
 * The actor's availability as the edit that would change nothing, and the version to save against.
 * Without weekly hours yet, it is empty, in the account's zone.
 *
 * Errors: PROFILE_REQUIRED when the actor has no mentor profile.
 */
export async function getMyAvailability({ db, actor, ...ctx }: PersonContext) {
  const now = ctx.now();
  return toMine(await readStored(db, actor.id, now), now);
}

export function toMine(stored: StoredAvailability, now: Date) {
  return {
    version: stored.availabilityVersion,
    /** In the calendar of the regular hours; earlier dates can't be edited. */
    today: todayOf(stored, now),
    edit: toEdit(stored, now),
  };
}

/** Errors: PROFILE_REQUIRED when the mentor has no profile. */
export async function readStored(db: Db | DbTransaction, mentorId: string, now: Date) {
  const stored = await db.mentorProfile.findUnique({
    where: { userId: mentorId },
    select: storedSelect(now),
  });
  if (stored === null) {
    throw new DomainError(
      "PROFILE_REQUIRED",
      "Complete your profile before you set your availability.",
    );
  }
  return stored;
}

/** Errors: INVALID_INPUT when parts of the edit are already past, with a finding for each. */
export function requireNothingPast(stored: StoredAvailability, edit: AvailabilityEdit, now: Date) {
  const findings = findPast(edit, todayOf(stored, now), now);
  if (findings.length === 0) return;
  throw new DomainError(
    "INVALID_INPUT",
    "Some fields aren't valid. Check the marked fields.",
    findings,
  );
}
