import { constraintViolated, type Db, type DbTransaction, type Prisma } from "@sundial/db";
import { announce, recordAuditEvent } from "@sundial/ledger";
import {
  type CreateProfileInput,
  DomainError,
  type ListProfilesInput,
  type ProfileByIdInput,
  topicSlug,
  type UpdateProfileInput,
} from "@sundial/validators";
import { z } from "zod";
import type { PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { findPeople } from "../member/find-people.ts";
import { inOrderOf } from "../paging.ts";
import { readSettings } from "../program/read.ts";
import { profileScope } from "./scope.ts";

const profileSelect = {
  id: true,
  name: true,
  role: true,
  timeZone: true,
  createdAt: true,
  mentorProfile: {
    select: {
      headline: true,
      bio: true,
      languages: true,
      bookingState: true,
      durations: true,
      version: true,
      expertise: { select: { slug: true, label: true }, orderBy: { label: "asc" } },
    },
  },
  menteeProfile: {
    select: {
      experienceLevel: true,
      goals: true,
      background: true,
      interests: true,
      weeklyHours: true,
      learningStyle: true,
      version: true,
    },
  },
} satisfies Prisma.UserSelect;

/**
 * The actor's profile with its relations. Both parts are null until one is created. A mentor without
 * a profile gets `suggestedExpertise`: what they said when they applied, or what their invitation
 * says.
 */
export async function getMyProfile({ db, actor }: PersonContext) {
  const profile = await db.user.findUniqueOrThrow({
    where: { id: actor.id },
    select: profileSelect,
  });
  const isNewMentor = profile.role === "mentor" && profile.mentorProfile === null;
  return {
    ...profile,
    suggestedExpertise: isNewMentor ? await suggestExpertise(db, actor.id) : [],
  };
}

async function suggestExpertise(db: Db, userId: string): Promise<string[]> {
  const [application, invitation] = await Promise.all([
    db.mentorApplication.findFirst({
      where: { userId, status: "approved" },
      orderBy: { submittedAt: "desc" },
      select: { expertise: true },
    }),
    db.invitation.findFirst({
      where: { acceptedById: userId, expertise: { isEmpty: false } },
      orderBy: { expiresAt: "desc" },
      select: { expertise: true },
    }),
  ]);
  return application?.expertise ?? invitation?.expertise ?? [];
}

/**
 * A profile within the actor's scope.
 *
 * Errors: NOT_FOUND when it doesn't exist or isn't visible.
 */
export async function getProfileById({ db, actor }: ServiceContext, { id }: ProfileByIdInput) {
  const profile = await db.user.findFirst({
    where: { AND: [{ id }, profileScope(actor)] },
    select: profileSelect,
  });
  if (profile === null) throw notFound();
  return profile;
}

/**
 * Everyone with a role, by name, for program staff.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listProfiles({ db, actor }: ServiceContext, input: ListProfilesInput) {
  const { search, role, status, cursor, limit } = input;
  const { ids, nextCursor } = await findPeople(db, { search, role, status, cursor, limit });
  const rows = await db.user.findMany({
    where: { AND: [{ id: { in: ids } }, profileScope(actor)] },
    select: profileSelect,
  });
  return { items: inOrderOf(ids, rows), nextCursor };
}

/**
 * Creates the actor's profile. A retry with its idempotency key returns it as it is now.
 *
 * Errors: FORBIDDEN when it is the other role's kind; PROFILE_EXISTS; IDEMPOTENCY_MISMATCH.
 */
export async function createProfile(ctx: PersonContext, input: CreateProfileInput) {
  const { idempotencyKey: key, ...request } = input;
  requireOwnKind(ctx, input.kind);
  const call = { procedure: "profile.create", key, request, saved: z.object({}) };
  const where = { id: ctx.actor.id };
  try {
    return await ctx.db.$transaction((tx) => {
      const read = () => tx.user.findUniqueOrThrow({ where, select: profileSelect });
      return onceByKey(tx, ctx, call, {
        make: async () => {
          await create(tx, ctx, input);
          return { answer: await read(), saved: {} };
        },
        again: read,
      });
    });
  } catch (error) {
    if (constraintViolated(error) === `${input.kind}_profiles_pkey`) {
      throw new DomainError("PROFILE_EXISTS", "You already have a profile.");
    }
    throw error;
  }
}

async function create(tx: DbTransaction, ctx: PersonContext, input: CreateProfileInput) {
  const { actor } = ctx;
  await lockSelf(tx, ctx);
  if (input.kind === "mentee") {
    const { kind: _, idempotencyKey: _key, ...fields } = input;
    await tx.menteeProfile.create({ data: { ...fields, userId: actor.id } });
  } else {
    const { kind: _, idempotencyKey: _key, expertise, ...fields } = input;
    const { defaultMinNoticeMinutes: minNoticeMinutes } = await readSettings(tx);
    await tx.mentorProfile.create({ data: { ...fields, userId: actor.id, minNoticeMinutes } });
    await writeExpertise(tx, actor.id, expertise);
  }
  await recordAuditEvent(tx, ctx, {
    action: "profile.created",
    targetType: "user",
    targetId: actor.id,
    after: { kind: input.kind },
  });
  await announce(tx, [
    {
      kind: "profile.created",
      at: ctx.now(),
      people: [actor.id],
      facts: { id: actor.id, profile: input.kind },
      texts: null,
    },
  ]);
}

/**
 * Changes the actor's profile.
 *
 * Errors: FORBIDDEN; NOT_FOUND when the profile doesn't exist; STALE_VERSION.
 */
export function updateProfile(ctx: PersonContext, input: UpdateProfileInput) {
  const { db, actor } = ctx;
  requireOwnKind(ctx, input.kind);
  return db.$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({
      where: { id: actor.id },
      select: profileSelect,
    });
    const current = input.kind === "mentee" ? before.menteeProfile : before.mentorProfile;
    if (current === null) throw notFound();

    const where = { userId: actor.id, version: input.version };
    const version = { increment: 1 };
    let written: { count: number };
    if (input.kind === "mentee") {
      const { kind: _, ...fields } = input;
      written = await tx.menteeProfile.updateMany({ where, data: { ...fields, version } });
    } else {
      const { kind: _, expertise, ...fields } = input;
      written = await tx.mentorProfile.updateMany({ where, data: { ...fields, version } });
      await writeExpertise(tx, actor.id, expertise);
    }
    if (written.count === 0) {
      throw new DomainError(
        "STALE_VERSION",
        "This profile was changed elsewhere. Reload to see the latest version.",
        { version: current.version },
      );
    }
    const changed = changedFields(current, input);
    await recordAuditEvent(tx, ctx, {
      action: "profile.updated",
      targetType: "user",
      targetId: actor.id,
      before: { version: current.version },
      after: { version: current.version + 1, fields: changed },
    });
    await announce(tx, [
      {
        kind: "profile.updated",
        at: ctx.now(),
        people: [actor.id],
        facts: { id: actor.id, profile: input.kind, changed },
        texts: null,
      },
    ]);
    return tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: profileSelect });
  });
}

function requireOwnKind({ actor }: PersonContext, kind: CreateProfileInput["kind"]) {
  if (actor.role === kind) return;
  throw new DomainError(
    "FORBIDDEN",
    `Your role is ${actor.role}, so you can't have a ${kind} profile.`,
  );
}

/** Names only, because personal text must not go into a log that is never erased. */
function changedFields(current: object, input: object): string[] {
  const before = new Map<string, unknown>(Object.entries(current));
  return Object.entries(input)
    .filter(([field]) => field !== "kind" && field !== "version")
    .filter(([field, value]) => JSON.stringify(before.get(field)) !== JSON.stringify(value))
    .map(([field]) => field);
}

async function writeExpertise(tx: DbTransaction, mentorId: string, labels: string[]) {
  await tx.expertise.deleteMany({ where: { mentorId } });
  await tx.expertise.createMany({
    data: labels.map((label) => ({ mentorId, label, slug: topicSlug(label) })),
  });
}
