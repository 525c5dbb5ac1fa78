import type { Db } from "@sundial/db";
import type { ListMentorApplicationsInput, MentorApplicationByIdInput } from "@sundial/validators";
import { z } from "zod";
import { recordRead } from "../audit/record-read.ts";
import type { PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { mentorApplicationScope } from "./scope.ts";
import { applicationSelect, toApplication } from "./view.ts";

/**
 * The actor's latest application, or null, and whether they said at sign-up that they want to
 * mentor and haven't applied yet.
 */
export async function getMyMentorApplication({ db, actor }: PersonContext) {
  const [{ wantsToMentor }, latest] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: actor.id }, select: { wantsToMentor: true } }),
    db.mentorApplication.findFirst({
      where: { userId: actor.id },
      orderBy: { submittedAt: "desc" },
      select: applicationSelect,
    }),
  ]);
  return { wantsToMentor, application: latest && toApplication(latest, actor) };
}

/** The key of the list: newest first. */
const submittedAtAndId = z.tuple([z.iso.datetime(), z.uuid()]);

/** Counting ends here: a larger number doesn't help. */
const COUNTED_MAX = 100;

/**
 * Everyone's applications, newest first, and how many wait for an answer, counted up to a hundred.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listMentorApplications(
  { db, actor }: ServiceContext,
  { status, cursor, limit }: ListMentorApplicationsInput,
) {
  const after = cursor ? decodeCursor(submittedAtAndId, cursor) : null;
  const behind = after && {
    submittedAt: { lte: after[0] },
    OR: [{ submittedAt: { lt: after[0] } }, { id: { lt: after[1] } }],
  };
  const [rows, waiting] = await Promise.all([
    db.mentorApplication.findMany({
      where: { AND: [mentorApplicationScope(actor), { status }, behind ?? {}] },
      orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: {
        id: true,
        status: true,
        expertise: true,
        submittedAt: true,
        settledAt: true,
        user: { select: { id: true, name: true, image: true } },
      },
    }),
    db.mentorApplication.count({ where: { status: "pending" }, take: COUNTED_MAX }),
  ]);
  const page = pageOf(rows, limit, (row) => [row.submittedAt.toISOString(), row.id]);
  return {
    ...page,
    items: page.items.map(({ user: applicant, ...row }) => ({ ...row, applicant })),
    waiting,
  };
}

/**
 * One application with what helps to decide: the applicant's profile and their sessions as a
 * mentee, in numbers. Reading it is an event about the applicant.
 *
 * Errors: NOT_FOUND.
 */
export async function getMentorApplicationById(
  ctx: ServiceContext,
  { id }: MentorApplicationByIdInput,
) {
  const { db, actor } = ctx;
  const row = await db.mentorApplication.findFirst({
    where: { AND: [{ id }, mentorApplicationScope(actor)] },
    select: { ...applicationSelect, decidedById: true },
  });
  if (row === null) throw notFound();
  const { decidedById, ...application } = row;
  const applicantId = application.user.id;
  const [profile, history, decidedBy] = await Promise.all([
    readProfile(db, applicantId),
    readHistory(db, applicantId, ctx.now()),
    decidedById === null ? null : readDecider(db, decidedById),
  ]);
  await recordRead(ctx, { action: "member.viewed", targetType: "user", targetId: applicantId });
  return { ...toApplication(application, actor), profile, history, decidedBy };
}

function readProfile(db: Db, id: string) {
  return db.user.findUniqueOrThrow({
    where: { id },
    select: {
      email: true,
      status: true,
      timeZone: true,
      createdAt: true,
      menteeProfile: {
        select: { experienceLevel: true, goals: true, background: true, interests: true },
      },
    },
  });
}

/** Their sessions as a mentee. */
async function readHistory(db: Db, menteeId: string, now: Date) {
  const mine = { menteeId };
  const [booked, held, cancelled, cancelledLate, missed] = await Promise.all([
    db.officeSession.count({ where: mine }),
    db.officeSession.count({ where: { AND: [mine, hasStatus(["completed"], now)] } }),
    db.officeSession.count({ where: { ...mine, cancelledById: menteeId } }),
    db.officeSession.count({ where: { ...mine, cancelledById: menteeId, cancelledLate: true } }),
    // While a no-show is disputed, it counts for nobody.
    db.officeSession.count({
      where: {
        ...mine,
        status: "no_show",
        noShowParty: { in: ["mentee", "both"] },
        disputed: false,
      },
    }),
  ]);
  return { booked, held, cancelled, cancelledLate, missed };
}

/** A person, or a service account, which has no page for program managers. */
async function readDecider(db: Db, id: string) {
  const person = await db.user.findUnique({ where: { id }, select: { id: true, name: true } });
  return person ?? { id: null, name: "A service account" };
}
