import { type Db, Prisma } from "@sundial/db";
import type { Role, UserStatus } from "@sundial/validators";
import type { z } from "zod";
import { literally } from "../like.ts";
import { decodeCursor, nameAndId, pageOf } from "../paging.ts";

/** Counting ends here: a larger number doesn't help, and costs as much as reading them all. */
export const COUNTED_PEOPLE_MAX = 500;

/** How many people the search reads by name before it uses the text index. */
const LOOKED_AT = 1_000;

interface PeopleFilter {
  /** Part of the name, or with `inAddress`, of the address. */
  search?: string;
  inAddress?: boolean;
  role?: Role;
  status?: UserStatus;
}

interface PeopleQuery extends PeopleFilter {
  cursor?: string | null;
  limit: number;
}

interface Person {
  id: string;
  name: string;
}

/**
 * The ids of a page of people by name, without the erased, and the next cursor; with the total if
 * it became known on the way.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 *
 * Without a search text, an index of the filters is read from the cursor on. With one, reading by
 * name is fast for a common text, and trigrams are fast for a rare one. Which is better can't be
 * known in advance, because a common text may be far back in the alphabet. So a limited number of
 * people is read by name first. If that doesn't fill the page, everyone with the text is sorted.
 */
export async function findPeople(db: Db, query: PeopleQuery) {
  const { cursor, limit, ...filter } = query;
  const after = cursor ? decodeCursor(nameAndId, cursor) : null;
  const { rows, total } = await findRows(db, { filter, after, take: limit + 1 });
  const { items, nextCursor } = pageOf(rows, limit, ({ name, id }) => [name, id]);
  const ids = items.map(({ id }) => id);
  return { ids, nextCursor, total: after === null && nextCursor === null ? ids.length : total };
}

interface RowQuery {
  filter: PeopleFilter;
  after: z.infer<typeof nameAndId> | null;
  take: number;
}

async function findRows(
  db: Db,
  { filter, after, take }: RowQuery,
): Promise<{ rows: Person[]; total?: number }> {
  const among = conditionsOf(filter);
  const behind = after && Prisma.sql`(name, id) > (${after[0]}, ${after[1]})`;
  const ahead = behind === null ? among : [...among, behind];
  const text = textOf(filter);
  if (text === null) return { rows: await db.$queryRaw`${inOrder(ahead, take)}` };

  const near = await db.$queryRaw<(Person & { matches: boolean })[]>`
    SELECT id, name, search_text LIKE ${text} AS matches
      FROM (${inOrder(ahead, LOOKED_AT, Prisma.sql`, search_text`)}) near ORDER BY name, id`;
  const found = near.filter(({ matches }) => matches);
  if (found.length >= take || near.length < LOOKED_AT) return { rows: found.slice(0, take) };

  const isText = Prisma.sql`search_text LIKE ${text}`;
  if (!hasTrigram(filter.search ?? "")) {
    return { rows: await db.$queryRaw`${inOrder([...ahead, isText], take)}` };
  }
  // OFFSET 0 keeps the planner from reading all names in the hope of finding enough soon.
  const rows = await db.$queryRaw<(Person & { total: number })[]>`
    SELECT id, name, total FROM (
      SELECT id, name, count(*) OVER ()::int AS total
        FROM users WHERE ${Prisma.join([...among, isText], " AND ")} OFFSET 0) found
     WHERE ${behind ?? Prisma.sql`true`} ORDER BY name, id LIMIT ${take}`;
  return { rows, total: rows[0]?.total };
}

/** How many people match, up to `COUNTED_PEOPLE_MAX` plus one. */
export async function countPeople(db: Db, filter: PeopleFilter): Promise<number> {
  const conditions = conditionsOf(filter);
  const text = textOf(filter);
  if (text !== null) conditions.push(Prisma.sql`search_text LIKE ${text}`);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${inOrder(conditions, COUNTED_PEOPLE_MAX + 1)}) found`;
  return row?.count ?? 0;
}

function conditionsOf({ role, status }: PeopleFilter): Prisma.Sql[] {
  const conditions = [Prisma.sql`anonymized_at IS NULL`];
  if (role !== undefined) conditions.push(Prisma.sql`role = ${role}::role`);
  if (status !== undefined) conditions.push(Prisma.sql`status = ${status}::user_status`);
  return conditions;
}

function inOrder(conditions: Prisma.Sql[], take: number, more = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    SELECT id, name ${more} FROM users WHERE ${Prisma.join(conditions, " AND ")}
     ORDER BY name, id LIMIT ${take}`;
}

/**
 * For LIKE on `search_text`, which contains the name, a line break and the address, in lower case.
 */
function textOf({ search, inAddress = false }: PeopleFilter): Prisma.Sql | null {
  if (!search) return null;
  const part = `%${literally(search)}%`;
  return inAddress ? Prisma.sql`lower(${part})` : Prisma.sql`lower(${`${part}\n%`})`;
}

/** Three letters or digits in a row; the index can't use fewer. */
const hasTrigram = (text: string) => /[\p{L}\p{N}]{3}/u.test(text);
