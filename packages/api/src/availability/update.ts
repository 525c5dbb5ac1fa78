import { constraintViolated, type DbTransaction, lockPeople } from "@sundial/db";
import { announce, recordAuditEvent } from "@sundial/ledger";
import type { UpdateAvailabilityInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import { fromLocalDate } from "../booking-facts/stored-availability.ts";
import type { PersonContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { auditedChange } from "./audited-change.ts";
import { applyEdit, type StoredAvailability, todayOf } from "./edit.ts";
import { readStored, requireNothingPast, toMine } from "./mine.ts";

/**
 * Saves the whole edit of the actor's availability, or nothing of it. Booked sessions stay as they
 * are, including those now outside the hours.
 *
 * Errors: PROFILE_REQUIRED; STALE_VERSION with the current version; INVALID_INPUT when parts are
 * already past or travel overlaps a trip that has just ended.
 */
export async function updateAvailability(ctx: PersonContext, input: UpdateAvailabilityInput) {
  try {
    return await inTransaction(ctx.db, (tx) => update(tx, ctx, input));
  } catch (error) {
    if (constraintViolated(error) !== "availability_schedules_no_overlap") throw error;
    throw new DomainError("INVALID_INPUT", "Some fields aren't valid. Check the marked fields.", [
      { path: ["travel"], message: "A travel period overlaps one that has just ended" },
    ]);
  }
}

async function update(
  tx: DbTransaction,
  ctx: PersonContext,
  { version, ...edit }: UpdateAvailabilityInput,
) {
  const mentorId = ctx.actor.id;
  const now = ctx.now();
  // Bookings take this lock, too: each of them sees either the old rules or the new ones.
  await lockPeople(tx, [mentorId]);
  const before = await readStored(tx, mentorId, now);
  requireNothingPast(before, edit, now);
  const after = applyEdit(before, edit, now);

  const { schedules, overrides, timeOff, user: _, userId: __, ...settings } = after;
  const { count } = await tx.mentorProfile.updateMany({
    where: { userId: mentorId, availabilityVersion: version },
    data: { ...settings, availabilityVersion: { increment: 1 } },
  });
  if (count === 0) {
    throw new DomainError(
      "STALE_VERSION",
      "Your availability was changed elsewhere. Reload to see the latest version.",
      { version: before.availabilityVersion },
    );
  }
  await replaceSchedules(tx, mentorId, schedules);
  const today = fromLocalDate(todayOf(before, now));
  await tx.availabilityOverride.deleteMany({ where: { mentorId, localDate: { gte: today } } });
  await tx.availabilityOverride.createMany({
    data: edit.overrides.map(({ date, windows }) => ({
      mentorId,
      localDate: fromLocalDate(date),
      kind: windows.length > 0 ? "replace" : "unavailable",
      windows,
    })),
  });
  await tx.timeOff.deleteMany({ where: { mentorId, endsAt: { gt: now } } });
  await tx.timeOff.createMany({ data: timeOff.map((each) => ({ ...each, mentorId })) });

  const saved = await readStored(tx, mentorId, now);
  const change = auditedChange(before, saved);
  await recordAuditEvent(tx, ctx, {
    action: "availability.updated",
    targetType: "user",
    targetId: mentorId,
    ...change,
  });
  await announce(tx, [
    {
      kind: "availability.updated",
      at: now,
      people: [mentorId],
      facts: {
        id: mentorId,
        version: saved.availabilityVersion,
        bookingState: saved.bookingState,
        changed: Object.keys(change.after).filter((key) => key !== "version"),
      },
      texts: null,
    },
  ]);
  return toMine(saved, now);
}

async function replaceSchedules(
  tx: DbTransaction,
  mentorId: string,
  schedules: StoredAvailability["schedules"],
) {
  await tx.availabilitySchedule.deleteMany({ where: { mentorId } });
  for (const { rules, ...schedule } of schedules) {
    await tx.availabilitySchedule.create({
      data: { ...schedule, mentorId, rules: { createMany: { data: rules } } },
      select: { id: true },
    });
  }
}
