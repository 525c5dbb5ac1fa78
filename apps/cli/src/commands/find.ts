import type { RouterOutputs, SundialClient } from "@sundial/client";
import { notFound, usage } from "../failure.ts";

/**
 * The ID of a person, who is named by ID or by email address.
 *
 * Errors: NOT_FOUND when nobody has this address.
 */
export async function findPerson(client: SundialClient, named: string): Promise<string> {
  if (!named.includes("@")) return named;
  const { items } = await client.member.list.query({ search: named, limit: 50 });
  const address = named.toLowerCase();
  const person = items.find(({ email }) => email.toLowerCase() === address);
  if (person === undefined) throw notFound(`Nobody has the address ${named}.`);
  return person.id;
}

export type Mentor = RouterOutputs["mentor"]["byId"];

/**
 * A mentor, who is named by ID or by full name.
 *
 * Errors: NOT_FOUND when the directory has nobody of this name; USAGE when it has several.
 */
export async function findMentor(client: SundialClient, named: string): Promise<Mentor> {
  if (!/\s/.test(named)) return client.mentor.byId.query({ id: named });
  const { items } = await client.mentor.list.query({ search: named, sort: "name", limit: 50 });
  const name = named.toLowerCase();
  const [mentor, ...others] = items.filter((item) => item.name.toLowerCase() === name);
  if (mentor === undefined) throw notFound(`The directory has no mentor named ${named}.`);
  if (others.length > 0) {
    const ids = [mentor, ...others].map(({ id }) => id).join(", ");
    throw usage(`Several mentors are named ${named}. Use an ID: ${ids}.`);
  }
  return client.mentor.byId.query({ id: mentor.id });
}

/** The first items of a list that comes in pages, and whether it has more. */
export async function take<Item>(
  limit: number,
  read: (page: {
    limit: number;
    cursor: string | null;
  }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<{ items: Item[]; hasMore: boolean }> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page = await read({ limit: Math.min(50, limit - items.length), cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < limit);
  return { items, hasMore: cursor !== null };
}

/** How many items a list shows. */
export const LIMIT = {
  name: "limit",
  value: "number",
  about: "show at most so many (default: 50)",
} as const;

export const moreHint = (hasMore: boolean, command: string) =>
  hasMore ? `There are more. Pass --limit, or run: sundial ${command} export` : undefined;
