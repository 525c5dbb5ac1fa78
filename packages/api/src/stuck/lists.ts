import type { Db } from "@sundial/db";
import { Prisma } from "@sundial/db";
import type { StuckKind } from "@sundial/validators";
import { instantText } from "@sundial/validators";
import { z } from "zod";
import { decodeCursor } from "../paging.ts";
import type { StuckBorders } from "./program-state.ts";

/** One row of a list, before it is put together with nudges. */
export interface StuckRow {
  /** What the row is about: a person, a session, an expertise or an invitation. */
  id: string;
  /** Whom staff can write to. */
  person: { id: string; name: string } | null;
  /** The expertise, the topic of the request, or the invited address. */
  label: string | null;
  since: Date | null;
  /** Expired requests of a mentor, or listed mentors of an expertise. */
  count: number | null;
  mentee: { id: string; name: string } | null;
}

interface Search {
  borders: StuckBorders;
  cursor: string | null | undefined;
  /** One more than a page. */
  take: number;
  /** Only this row, to ask whether it is still stuck. */
  only?: string;
}

type Question = {
  /** The rows from the cursor on. Errors: INVALID_INPUT when it belongs to another list. */
  rows: (db: Db | Prisma.TransactionClient, search: Search) => Promise<StuckRow[]>;
  keyOf: (row: StuckRow) => readonly string[];
};

const instantAndId = z.tuple([instantText, z.string()]);
const numberAndId = z.tuple([z.string().regex(/^\d{1,9}$/), z.string()]);
const slug = z.tuple([z.string()]);

const at = ({ since }: StuckRow) => since?.toISOString() ?? "";
const onlyThis = (column: string, only: string | undefined) =>
  only === undefined ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(column)} = ${only}`;

/** The list of each kind. Each reads a page by an index, however long the program has run. */
export const stuckLists = {
  /** Those who began to wait most recently first: somebody can still win them back. */
  waiting: {
    rows: (db, { borders, cursor, take, only }) => {
      const after = cursor ? decodeCursor(instantAndId, cursor) : null;
      const behind = after
        ? Prisma.sql`AND (w.since, w.user_id) < (${after[0]}::timestamptz, ${after[1]})`
        : Prisma.empty;
      return db.$queryRaw<StuckRow[]>`
        SELECT u.id, json_build_object('id', u.id, 'name', u.name) AS person, NULL AS label,
               w.since, NULL::int AS count, NULL::json AS mentee
          FROM mentee_waits w JOIN users u ON u.id = w.user_id
         WHERE w.since <= ${borders.waitingSince} ${behind} ${onlyThis("w.user_id", only)}
         ORDER BY w.since DESC, w.user_id DESC LIMIT ${take}`;
    },
    keyOf: (row) => [at(row), row.id],
  },
  /** The most expired requests first. */
  expired: {
    rows: (db, { borders, cursor, take, only }) => {
      const after = cursor ? decodeCursor(numberAndId, cursor) : null;
      const behind = after
        ? Prisma.sql`HAVING (count(*)::int, s.mentor_id) < (${Number(after[0])}::int, ${after[1]})`
        : Prisma.empty;
      return db.$queryRaw<StuckRow[]>`
        SELECT found.mentor_id AS id, json_build_object('id', u.id, 'name', u.name) AS person,
               NULL AS label, found.last AS since, found.count, NULL::json AS mentee
          FROM (SELECT s.mentor_id, count(*)::int AS count, max(s.expires_at) AS last
                  FROM office_sessions s
                  JOIN mentor_profiles p ON p.user_id = s.mentor_id AND p.is_listed
                    AND (p.booking_state = 'open' OR p.paused_until <= ${borders.now})
                 WHERE s.status = 'expired' AND s.starts_at > ${borders.expiredFrom}
                   AND s.expires_at > ${borders.expiredFrom} ${onlyThis("s.mentor_id", only)}
                 GROUP BY s.mentor_id ${behind}
                 ORDER BY count DESC, s.mentor_id DESC LIMIT ${take}) found
          JOIN users u ON u.id = found.mentor_id
         ORDER BY found.count DESC, found.mentor_id DESC`;
    },
    keyOf: ({ count, id }) => [String(count), id],
  },
  /** The soonest first. */
  unanswered: {
    rows: (db, { borders, cursor, take, only }) => {
      const after = cursor ? decodeCursor(instantAndId, cursor) : null;
      const behind = after
        ? Prisma.sql`AND (s.starts_at, s.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : Prisma.empty;
      return db.$queryRaw<StuckRow[]>`
        SELECT s.id::text AS id, json_build_object('id', m.id, 'name', m.name) AS person,
               s.topic AS label, s.starts_at AS since, NULL::int AS count,
               json_build_object('id', e.id, 'name', e.name) AS mentee
          FROM office_sessions s
          JOIN users m ON m.id = s.mentor_id
          JOIN users e ON e.id = s.mentee_id
         WHERE s.status = 'requested' AND s.expires_at > ${borders.now}
           AND s.created_at <= ${borders.askedBefore} ${behind} ${onlyThis("s.id::text", only)}
         ORDER BY s.starts_at, s.id LIMIT ${take}`;
    },
    keyOf: (row) => [at(row), row.id],
  },
  expertise: {
    rows: (db, { borders, cursor, take }) => {
      const [after] = cursor ? decodeCursor(slug, cursor) : [""];
      return db.$queryRaw<StuckRow[]>`
        WITH RECURSIVE slugs AS (
          (SELECT slug FROM expertise WHERE slug > ${after} ORDER BY slug LIMIT 1)
          UNION ALL
          SELECT (SELECT x.slug FROM expertise x WHERE x.slug > slugs.slug ORDER BY x.slug LIMIT 1)
            FROM slugs WHERE slugs.slug IS NOT NULL)
        SELECT slugs.slug AS id, NULL::json AS person, NULL::timestamptz AS since, NULL::json AS mentee,
               (SELECT x.label FROM expertise x WHERE x.slug = slugs.slug LIMIT 1) AS label,
               (SELECT count(*)::int FROM expertise x
                  JOIN mentor_profiles p ON p.user_id = x.mentor_id AND p.is_listed
                 WHERE x.slug = slugs.slug) AS count
          FROM slugs WHERE slugs.slug IS NOT NULL AND NOT EXISTS (
            SELECT FROM expertise x
              JOIN mentor_profiles p ON p.user_id = x.mentor_id AND p.is_listed
              JOIN earliest_slots e
                ON e.mentor_id = x.mentor_id AND e.not_before <= ${borders.freeUntil}
             WHERE x.slug = slugs.slug)
         LIMIT ${take}`;
    },
    keyOf: ({ id }) => [id],
  },
  /** The newest invitations first. */
  invited: {
    rows: (db, { borders, cursor, take }) => {
      const after = cursor ? decodeCursor(instantAndId, cursor) : null;
      const behind = after
        ? Prisma.sql`AND (expires_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        : Prisma.empty;
      return db.$queryRaw<StuckRow[]>`
        SELECT id::text AS id, NULL::json AS person, email AS label, expires_at AS since,
               NULL::int AS count, NULL::json AS mentee
          FROM invitations
         WHERE status = 'pending' AND expires_at <= ${borders.invitedUntil} ${behind}
         ORDER BY expires_at DESC, id DESC LIMIT ${take}`;
    },
    keyOf: (row) => [at(row), row.id],
  },
} as const satisfies Record<StuckKind, Question>;
