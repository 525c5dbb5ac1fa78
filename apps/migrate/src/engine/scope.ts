import { literal } from "../sql.ts";

/**
 * A part of the source: the rows of users whose id is between two bounds (`after` excluded,
 * `through` included, open if undefined) except some (`except`), or the rows of certain users.
 * `ownerless` is the part whose rows name no user.
 */
export interface Scope {
  after?: string;
  through?: string;
  owners?: string[];
  except?: string[];
  ownerless?: boolean;
}

/** The scope as a condition on a uuid column of the source. */
export function withinScope(column: string, { after, through, owners, except, ownerless }: Scope) {
  if (ownerless) return `${column} IS NULL`;
  const named = (ids: string[]) => `(${literal(`{${ids.join(",")}}`)}::uuid[])`;
  if (owners) return `${column} = ANY ${named(owners)}`;
  const conditions = [`${column} IS NOT NULL`];
  if (after !== undefined) conditions.push(`${column} > ${literal(after)}::uuid`);
  if (except !== undefined) conditions.push(`${column} <> ALL ${named(except)}`);
  if (through !== undefined) conditions.push(`${column} <= ${literal(through)}::uuid`);
  return conditions.join(" AND ");
}

/** The same for a text column that contains ids, or an empty text for rows without a user. */
export function ownersWithin(column: string, { after, through, owners, ownerless }: Scope) {
  if (ownerless) return `${column} = ''`;
  if (owners) return `${column} = ANY (${literal(`{${owners.join(",")}}`)}::text[])`;
  const conditions = [`${column} > ${literal(after ?? "")}`];
  if (through !== undefined) conditions.push(`${column} <= ${literal(through)}`);
  return conditions.join(" AND ");
}
