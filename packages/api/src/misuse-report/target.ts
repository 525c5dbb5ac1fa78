import { isStaff } from "@sundial/auth";
import type { Db, DbTransaction, Prisma } from "@sundial/db";
import { DomainError, type MisuseTarget } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { linkedMentorScope } from "../mentor/scope.ts";

type Reader = Pick<PersonContext, "actor" | "now">;

/**
 * Whom a report is about, and the words it quotes as they are now. What the reporter can't see
 * can't be reported, and a report tells them nothing new.
 *
 * Errors: NOT_FOUND when there is no such person or text, or the reporter can't see it; FORBIDDEN
 * for the reporter themselves.
 */
export async function findTarget(db: Db | DbTransaction, ctx: Reader, target: MisuseTarget) {
  if (target.about === "person") return findPerson(db, ctx, target.personId);
  const { about, officeSessionId } = target;
  const other = await findOther(db, ctx, officeSessionId);
  const quote = await quoteOf(db, ctx, { about, officeSessionId, otherId: other.id });
  if (quote === null) throw notFound();
  return { about, reported: other, officeSessionId, quote };
}

async function findPerson(db: Db | DbTransaction, { actor }: Reader, personId: string) {
  if (personId === actor.id) {
    throw new DomainError("FORBIDDEN", "You can't report yourself.");
  }
  const reported = await db.user.findFirst({
    where: { AND: [{ id: personId, anonymizedAt: null }, reportableScope(actor)] },
    select: { id: true, name: true },
  });
  if (reported === null) throw notFound();
  return { about: "person" as const, reported, officeSessionId: null, quote: "" };
}

/** Mentors whose page anyone can open, and people with whom they have had sessions; all for staff. */
function reportableScope(actor: PersonContext["actor"]): Prisma.UserWhereInput {
  if (isStaff(actor)) return {};
  return {
    OR: [
      linkedMentorScope(),
      { mentorSessions: { some: { menteeId: actor.id } } },
      { menteeSessions: { some: { mentorId: actor.id } } },
    ],
  };
}

/** The other person of the reporter's session. */
async function findOther(db: Db | DbTransaction, { actor }: Reader, id: string) {
  const person = { select: { id: true, name: true, anonymizedAt: true } } as const;
  const session = await db.officeSession.findFirst({
    where: { id, OR: [{ mentorId: actor.id }, { menteeId: actor.id }] },
    select: { mentor: person, mentee: person },
  });
  if (session === null) throw notFound();
  const { anonymizedAt, ...other } =
    session.mentor.id === actor.id ? session.mentee : session.mentor;
  if (anonymizedAt !== null) throw notFound();
  return other;
}

interface Quoted {
  about: Exclude<MisuseTarget["about"], "person">;
  officeSessionId: string;
  otherId: string;
}

/** What the other person wrote, or null when there is nothing. */
async function quoteOf(
  db: Db | DbTransaction,
  { now }: Reader,
  { about, officeSessionId, otherId }: Quoted,
): Promise<string | null> {
  switch (about) {
    case "session": {
      const { topic, agenda, changeNote } = await db.officeSession.findUniqueOrThrow({
        where: { id: officeSessionId },
        select: { topic: true, agenda: true, changeNote: true },
      });
      return joined([topic, agenda, changeNote], "\n\n");
    }
    case "notes": {
      const lines = await db.sessionNote.findMany({
        where: { officeSessionId, authorId: otherId, visibility: "shared" },
        orderBy: { position: "asc" },
        select: { body: true },
      });
      return joined(
        lines.map(({ body }) => body),
        "\n",
      );
    }
    case "feedback": {
      const row = await db.feedback.findFirst({
        where: { officeSessionId, authorId: otherId, visibleAt: { lte: now() } },
        select: { comment: true },
      });
      return row === null ? null : row.comment;
    }
  }
}

const joined = (texts: (string | null)[], by: string) => texts.filter(Boolean).join(by) || null;
