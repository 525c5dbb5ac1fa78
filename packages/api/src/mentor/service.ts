import type { Prisma } from "@sundial/db";
import { openSlots } from "@sundial/scheduling";
import type { ListMentorsInput, MentorByIdInput } from "@sundial/validators";
import { z } from "zod";
import { loadMentorFacts } from "../availability/booking-facts.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import type { ServiceContext } from "../trpc.ts";
import { mentorScope } from "./scope.ts";

const DAY = 86_400_000;
/** How far ahead a card looks for the next open slot. */
const NEXT_SLOT_DAYS = 30;

const mentorSelect = {
  id: true,
  name: true,
  timeZone: true,
  mentorProfile: {
    select: {
      headline: true,
      bio: true,
      languages: true,
      bookingState: true,
      pausedUntil: true,
      durations: true,
      autoAccept: true,
      expertise: { select: { slug: true, label: true }, orderBy: { label: "asc" } },
    },
  },
} satisfies Prisma.UserSelect;

type MentorRow = Prisma.UserGetPayload<{ select: typeof mentorSelect }>;

/** The directory, by name, with each mentor's next open start (or null within the next month). */
export async function listMentors({ db, now }: ServiceContext, input: ListMentorsInput) {
  const after = input.cursor ? decodeCursor(z.tuple([z.string(), z.string()]), input.cursor) : null;
  const rows = await db.user.findMany({
    where: {
      AND: [
        mentorScope(),
        input.search ? matches(input.search) : {},
        input.expertise
          ? { mentorProfile: { is: { expertise: { some: { slug: input.expertise } } } } }
          : {},
        input.language ? { mentorProfile: { is: { languages: { has: input.language } } } } : {},
        after ? { OR: [{ name: { gt: after[0] } }, { name: after[0], id: { gt: after[1] } }] } : {},
      ],
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: input.limit + 1,
    select: mentorSelect,
  });
  const page = pageOf(rows, input.limit, (row) => [row.name, row.id]);
  const nextSlots = await nextSlotOf(
    { db, now: now() },
    page.items.map(({ id }) => id),
  );
  return {
    nextCursor: page.nextCursor,
    items: page.items.map((row) => ({ ...toMentor(row), nextSlot: nextSlots.get(row.id) ?? null })),
  };
}

/** What the directory can be filtered by, most common first. */
export async function listMentorFilters({ db }: ServiceContext) {
  const mentors = await db.mentorProfile.findMany({
    where: { user: mentorScope() },
    select: { languages: true, expertise: { select: { slug: true, label: true } } },
  });
  const expertise = new Map<string, { slug: string; label: string; mentors: number }>();
  const languages = new Map<string, { tag: string; mentors: number }>();
  for (const mentor of mentors) {
    for (const { slug, label } of mentor.expertise) {
      expertise.set(slug, { slug, label, mentors: (expertise.get(slug)?.mentors ?? 0) + 1 });
    }
    for (const tag of mentor.languages) {
      languages.set(tag, { tag, mentors: (languages.get(tag)?.mentors ?? 0) + 1 });
    }
  }
  const byMentors = (a: { mentors: number }, b: { mentors: number }) => b.mentors - a.mentors;
  return {
    expertise: [...expertise.values()].sort(byMentors),
    languages: [...languages.values()].sort(byMentors),
  };
}

/** One mentor of the directory, with the next open start. Errors: NOT_FOUND. */
export async function getMentorById({ db, now }: ServiceContext, { id }: MentorByIdInput) {
  const row = await db.user.findFirst({
    where: { AND: [{ id }, mentorScope()] },
    select: mentorSelect,
  });
  if (row === null) throw notFound();
  const nextSlots = await nextSlotOf({ db, now: now() }, [id]);
  return { ...toMentor(row), nextSlot: nextSlots.get(id) ?? null };
}

function matches(search: string): Prisma.UserWhereInput {
  const contains = { contains: search, mode: "insensitive" } as const;
  return {
    OR: [
      { name: contains },
      { mentorProfile: { is: { headline: contains } } },
      { mentorProfile: { is: { expertise: { some: { label: contains } } } } },
    ],
  };
}

function toMentor({ mentorProfile, ...user }: MentorRow) {
  // The scope admits only people with a mentor profile.
  if (mentorProfile === null) throw notFound();
  return { ...user, ...mentorProfile };
}

async function nextSlotOf(
  { db, now }: { db: ServiceContext["db"]; now: Date },
  mentorIds: string[],
) {
  const range = { from: now, to: new Date(now.getTime() + NEXT_SLOT_DAYS * DAY) };
  const mentors = await loadMentorFacts(db, mentorIds, { range, now });
  const next = new Map<string, Date>();
  for (const [id, { mentor, mentorBusy }] of mentors) {
    const [start] = openSlots({
      mentor,
      mentorBusy,
      menteeBusy: [],
      duration: Math.min(...mentor.durations),
      now: now.getTime(),
      from: range.from.getTime(),
      to: range.to.getTime(),
      limit: 1,
    });
    if (start !== undefined) next.set(id, new Date(start));
  }
  return next;
}
