import { constraintViolated, type Db, type DbTransaction } from "@sundial/db";
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
import { readersOf } from "../profile-field/reader.ts";
import { readSettings } from "../program/read.ts";
import { profileScope } from "./scope.ts";
import {
  changedFields,
  menteeColumns,
  mentorColumns,
  profileSelect,
  toOwnProfile,
  toProfile,
} from "./view.ts";

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
    ...toOwnProfile(profile),
    suggestedExpertise: isNewMentor ? await suggestExpertise(db, actor.id) : [],
  };
}

/** The actor's profile as others see it: people with whom they have a session, and everyone else. */
export async function previewProfile({ db, actor }: PersonContext) {
  const row = await db.user.findUniqueOrThrow({ where: { id: actor.id }, select: profileSelect });
  return { sessions: toProfile(row, "sessions"), everyone: toProfile(row, "everyone") };
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
 * A profile within the actor's scope, with the fields they may see: of the others, texts are null
 * and lists are empty.
 *
 * Errors: NOT_FOUND when it doesn't exist or isn't visible.
 */
export async function getProfileById(ctx: ServiceContext, { id }: ProfileByIdInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const profile = await db.user.findFirst({
    where: { AND: [{ id }, profileScope(actor, now)] },
    select: profileSelect,
  });
  if (profile === null) throw notFound();
  const readerOf = await readersOf(db, [id], { actor, now });
  return toProfile(profile, readerOf(id));
}

/**
 * Everyone with a role, by name, for program staff.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listProfiles(ctx: ServiceContext, input: ListProfilesInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const { search, role, status, cursor, limit } = input;
  const { ids, nextCursor } = await findPeople(db, { search, role, status, cursor, limit });
  const rows = await db.user.findMany({
    where: { AND: [{ id: { in: ids } }, profileScope(actor, now)] },
    select: profileSelect,
  });
  const readerOf = await readersOf(db, ids, { actor, now });
  const items = inOrderOf(ids, rows).map((row) => toProfile(row, readerOf(row.id)));
  return { items, nextCursor };
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
      const read = async () =>
        toOwnProfile(await tx.user.findUniqueOrThrow({ where, select: profileSelect }));
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
    const { kind: _, idempotencyKey: _key, visibility, ...fields } = input;
    await tx.menteeProfile.create({
      data: { ...fields, ...menteeColumns(visibility), userId: actor.id },
    });
  } else {
    const { kind: _, idempotencyKey: _key, expertise, visibility, ...fields } = input;
    const { defaultMinNoticeMinutes: minNoticeMinutes } = await readSettings(tx);
    await tx.mentorProfile.create({
      data: { ...fields, ...mentorColumns(visibility), userId: actor.id, minNoticeMinutes },
    });
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
    const before = toOwnProfile(
      await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: profileSelect }),
    );
    const current = input.kind === "mentee" ? before.menteeProfile : before.mentorProfile;
    if (current === null) throw notFound();

    const where = { userId: actor.id, version: input.version };
    const version = { increment: 1 };
    let written: { count: number };
    if (input.kind === "mentee") {
      const { kind: _, visibility, ...fields } = input;
      const data = { ...fields, ...menteeColumns(visibility), version };
      written = await tx.menteeProfile.updateMany({ where, data });
    } else {
      const { kind: _, expertise, visibility, ...fields } = input;
      const data = { ...fields, ...mentorColumns(visibility), version };
      written = await tx.mentorProfile.updateMany({ where, data });
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
    return toOwnProfile(
      await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: profileSelect }),
    );
  });
}

function requireOwnKind({ actor }: PersonContext, kind: CreateProfileInput["kind"]) {
  if (actor.role === kind) return;
  throw new DomainError(
    "FORBIDDEN",
    `Your role is ${actor.role}, so you can't have a ${kind} profile.`,
  );
}

async function writeExpertise(tx: DbTransaction, mentorId: string, labels: string[]) {
  await tx.expertise.deleteMany({ where: { mentorId } });
  await tx.expertise.createMany({
    data: labels.map((label) => ({ mentorId, label, slug: topicSlug(label) })),
  });
}
