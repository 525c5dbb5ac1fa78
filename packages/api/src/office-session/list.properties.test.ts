import type { Prisma } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCKING } from "../session-state/policy.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { NOW, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { officeSessionScope } from "./scope.ts";

const { db, as } = await testApi();

// Some are on both sides, because a mentor may have been a mentee.
const mentors = await Promise.all([1, 2, 3].map(() => createMentor(db)));
const mentees = await Promise.all([1, 2, 3].map(() => createMentee(db)));
const people = [...mentors, ...mentees];
const staff = await createUser(db, { role: "pm" });

/** Around every boundary of automatic transitions: now, a day ago and the longest session ago. */
const minute = fc.oneof(
  fc.constantFrom(-1440, -1680, -240, -241, -239, -60, -30, 0, 1, 60),
  fc.integer({ min: -3000, max: 3000 }),
);
const random = fc.record({
  mentor: fc.nat(people.length - 1),
  mentee: fc.nat(people.length - 1),
  start: minute,
  length: fc.constantFrom(10, 30, 240),
  expires: minute,
  status: fc.constantFrom(
    ...(["requested", "requested", "scheduled", "scheduled", "scheduled"] as const),
    ...(["completed", "cancelled", "declined", "expired", "no_show"] as const),
  ),
});

type Random = typeof random extends fc.Arbitrary<infer Value> ? Value : never;

function toRow({ mentor, mentee, start, length, expires, status }: Random) {
  const [mentorId, menteeId] = [people[mentor]?.id ?? "", people[mentee]?.id ?? ""];
  const endsAt = minutesAfter(NOW, start + length);
  return {
    mentorId,
    menteeId,
    createdById: menteeId,
    status,
    endsAt,
    blockedUntil: endsAt,
    startsAt: minutesAfter(NOW, start),
    topic: "A question",
    mentorTimeZone: "UTC",
    menteeTimeZone: "UTC",
    expiresAt: status === "requested" ? minutesAfter(NOW, expires) : null,
    ...(status === "cancelled" ? { cancelReason: "other" as const, cancelledAt: NOW } : {}),
    ...(status === "no_show" ? { noShowParty: "mentee" as const } : {}),
  } satisfies Prisma.OfficeSessionCreateManyInput;
}

/** As one simple condition and one order. */
const ahead = { AND: [hasStatus(BLOCKING, NOW), { endsAt: { gt: NOW } }] };
const shown = {
  upcoming: () => ahead,
  past: () => ({ NOT: ahead }),
  awaiting: (mentorId: string) => ({ AND: [hasStatus(["requested"], NOW), { mentorId }] }),
};

test("successive pages of sessions contain each session once and in order", async () => {
  const sessions = fc.array(
    random.filter(({ mentor, mentee }) => mentor !== mentee),
    {
      minLength: 5,
      maxLength: 40,
    },
  );
  await fc.assert(
    fc.asyncProperty(sessions, fc.integer({ min: 1, max: 7 }), async (rows, limit) => {
      await db.officeSession.deleteMany();
      await db.officeSession.createMany({ data: rows.map(toRow) });
      for (const reader of [...people, staff]) {
        const caller = await as(reader);
        for (const when of ["upcoming", "past", "awaiting"] as const) {
          const scope = { AND: [officeSessionScope(reader), shown[when](reader.id)] };
          const order = when === "past" ? "desc" : "asc";
          const expected = await db.officeSession.findMany({
            where: scope,
            orderBy: [{ startsAt: order }, { id: order }],
            select: { id: true },
          });
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const page: Awaited<ReturnType<typeof caller.officeSession.list>> =
              await caller.officeSession.list({ when, limit, cursor });
            seen.push(...page.items.map(({ id }) => id));
            cursor = page.nextCursor;
          } while (cursor !== null);
          expect(seen).toEqual(expected.map(({ id }) => id));
        }
      }
    }),
    { numRuns: 12 },
  );
});
