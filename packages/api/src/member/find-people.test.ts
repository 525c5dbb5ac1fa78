import type { Prisma, Role, UserStatus } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { literally } from "../like.ts";
import { testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const SYLLABLES = [
  "an",
  "Bo",
  "çe",
  "DA",
  "el",
  "ı",
  "İ",
  "ß",
  "%",
  "_",
  "\\",
  " ",
  "伟",
  "zo",
  "Q",
];
const ROLES: Role[] = ["mentee", "mentor", "pm"];
const STATUSES: UserStatus[] = ["active", "inactive", "suspended"];

/** The same people in every run: more than are looked at before the text index is asked. */
const data = fc
  .sample(
    fc.record({
      name: fc.array(fc.constantFrom(...SYLLABLES), { minLength: 2, maxLength: 6 }),
      role: fc.constantFrom(...ROLES),
      status: fc.constantFrom(...STATUSES),
    }),
    { numRuns: 1_500, seed: 7 },
  )
  .map(({ name, ...rest }, index) => ({
    ...rest,
    // As in real programs, names begin alike; and what is searched for may stand at the very end.
    name: index % 300 === 0 ? `zz Late ${name.join("")}` : name.join(""),
    email: `person${index}@${index % 7 === 0 ? "rare" : "mail"}.example`,
    id: `person-${index}`,
  }));
await db.user.createMany({ data });
await db.$executeRaw`ANALYZE users`;
const pm = await as(await createUser(db, { role: "pm", name: "An organizer" }));

interface Look {
  search?: string;
  role?: Role;
  status?: UserStatus;
  limit: number;
}

const term = fc.oneof(
  fc
    .array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("")),
  fc.constantFrom("late", "zz late", "person", "@rare", "person12", ".example", "%", "a", "nobody"),
);
const look: fc.Arbitrary<Look> = fc.record(
  {
    search: term.map((text) => text.trim()),
    role: fc.constantFrom(...ROLES),
    status: fc.constantFrom(...STATUSES),
    limit: fc.integer({ min: 5, max: 50 }),
  },
  { requiredKeys: ["limit"] },
);

/** As one plain condition and one order. */
function inOneRead({ search, role, status }: Look, columns: ("name" | "email")[]) {
  const contains = { contains: literally(search ?? ""), mode: "insensitive" } as const;
  const where: Prisma.UserWhereInput = { anonymizedAt: null, role, status };
  if (search) where.OR = columns.map((column) => ({ [column]: contains }));
  return db.user.findMany({
    where,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true },
  });
}

type Page = { items: { id: string }[]; nextCursor: string | null };

async function pages(list: (cursor: string | null) => Promise<Page>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await list(cursor);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

describe("finding people", () => {
  it("pages through those with a text in name or address, each once and by name", async () => {
    await fc.assert(
      fc.asyncProperty(look, async (input) => {
        const expected = (await inOneRead(input, ["name", "email"])).map(({ id }) => id);
        expect(await pages((cursor) => pm.member.list({ ...input, cursor }))).toEqual(expected);
        const { count, hasMoreThanCounted } = await pm.member.list(input);
        expect(count).toBe(Math.min(expected.length, 500));
        expect(hasMoreThanCounted).toBe(expected.length > 500);
      }),
      { numRuns: 40 },
    );
  });

  it("looks for the names of profiles alone, not for their addresses", async () => {
    await fc.assert(
      fc.asyncProperty(look, async ({ status: _, ...input }) => {
        const expected = (await inOneRead(input, ["name"])).map(({ id }) => id);
        expect(await pages((cursor) => pm.profile.list({ ...input, cursor }))).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
