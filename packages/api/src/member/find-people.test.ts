import type { Prisma, Role, UserStatus } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { literally } from "../like.ts";
import { encodeCursor } from "../paging.ts";
import { testApi } from "../testing/callers.ts";

const { db, owner, as } = await testApi();

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

/**
 * The same people in every run: several times more than the search reads before it uses the text
 * index.
 */
const data = fc
  .sample(
    fc.record({
      name: fc.array(fc.constantFrom(...SYLLABLES), { minLength: 2, maxLength: 6 }),
      role: fc.constantFrom(...ROLES),
      status: fc.constantFrom(...STATUSES),
    }),
    { numRuns: 5_000, seed: 7 },
  )
  .map(({ name, ...rest }, index) => ({
    ...rest,
    name: `${name.join("")}${index % 300 === 0 ? " Seldom" : ""}${index % 1_700 === 0 ? " Rarest" : ""}`,
    email: `person${index}@${index % 400 === 0 ? "rare" : "mail"}.example`,
    id: `person-${index}`,
  }));
await db.user.createMany({ data });
await owner.$executeRaw`ANALYZE users`;
const pm = await as(await createUser(db, { role: "pm", name: "An organizer" }));

interface Look {
  search?: string;
  role?: Role;
  status?: UserStatus;
  limit: number;
  /** Where to begin reading, as a share of all matches. */
  from: number;
}

const term = fc.oneof(
  fc
    .array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("")),
  fc.constantFrom(
    "seldom",
    "seldom",
    "rarest",
    "person",
    "@rare",
    "person12",
    ".example",
    "%",
    "a",
    "nobody",
  ),
);
const look: fc.Arbitrary<Look> = fc.record(
  {
    search: term.map((text) => text.trim()),
    role: fc.constantFrom(...ROLES),
    status: fc.constantFrom(...STATUSES),
    limit: fc.integer({ min: 3, max: 50 }),
    from: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  },
  { requiredKeys: ["limit", "from"] },
);

/** As one simple condition and one order. */
function inOneRead({ search, role, status }: Look, columns: ("name" | "email")[]) {
  const contains = { contains: literally(search ?? ""), mode: "insensitive" } as const;
  const where: Prisma.UserWhereInput = { anonymizedAt: null, role, status };
  if (search) where.OR = columns.map((column) => ({ [column]: contains }));
  return db.user.findMany({
    where,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
}

type Page = { items: { id: string }[]; nextCursor: string | null };
const PAGES = 6;

/** Reads some pages from a place on and compares them with all matches. */
async function compare(
  { from, limit }: Look,
  all: { id: string; name: string }[],
  list: (cursor: string | null) => Promise<Page>,
) {
  const begin = Math.floor(from * all.length);
  const last = all[begin - 1];
  let cursor = last === undefined ? null : encodeCursor([last.name, last.id]);
  const seen: string[] = [];
  for (let page = 0; page < PAGES; page++) {
    const { items, nextCursor } = await list(cursor);
    seen.push(...items.map(({ id }) => id));
    cursor = nextCursor;
    if (cursor === null) break;
  }
  const expected = all.slice(begin, begin + PAGES * limit).map(({ id }) => id);
  expect(seen).toEqual(expected);
  expect(cursor === null).toBe(begin + seen.length === all.length);
}

describe("finding people", () => {
  it("pages through matches in name or address, each once, by name", async () => {
    await fc.assert(
      fc.asyncProperty(look, async (input) => {
        const { from: _, ...query } = input;
        const all = await inOneRead(input, ["name", "email"]);
        await compare(input, all, (cursor) => pm.member.list({ ...query, cursor }));
        const { count, hasMoreThanCounted } = await pm.member.list(query);
        expect(count).toBe(Math.min(all.length, 500));
        expect(hasMoreThanCounted).toBe(all.length > 500);
      }),
      { numRuns: 60 },
    );
  });

  it("searches profiles by name only, not by address", async () => {
    await fc.assert(
      fc.asyncProperty(look, async ({ status: _, ...input }) => {
        const { from: __, ...query } = input;
        const all = await inOneRead(input, ["name"]);
        await compare(input, all, (cursor) => pm.profile.list({ ...query, cursor }));
      }),
      { numRuns: 40 },
    );
  });
});
