import { rejectedCodes } from "../engine/rejection.ts";
import { codesOf, digestOf, type Fields, isStrangeTime, literal, selectList } from "../sql.ts";

import { type Transform, targetId } from "./transform.ts";

/** A secret that authenticator apps and we can both read: base32 of RFC 4648. */
export const READABLE_SECRET = "^[A-Za-z2-7]{8,}=*$";

/** totp_factors of one source factor `f`, without the encrypted secret, which SQL can't make. */
function factorFields(transform: Transform): Fields {
  const createdAt = `coalesce(f.created_at, f.updated_at, ${literal(transform.startedAt)}::timestamptz)`;
  const updatedAt = `coalesce(f.updated_at, ${createdAt})`;
  return {
    id: "f.key",
    user_id: targetId(transform, "f.owner"),
    name: "nullif(f.name, '')",
    // The time of verification isn't stored; it hasn't changed since.
    verified_at: updatedAt,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

const UNPLACED =
  "jsonb_strip_nulls(jsonb_build_object('type', f.type, 'status', f.status, 'phone', nullif(f.phone, '')))";

/** What each factor of `from` becomes; `secret` isn't encrypted yet. */
export function expectedFactors(transform: Transform, from: string) {
  return `SELECT f.owner, f.key, f.secret, ${UNPLACED} AS unplaced,
      ${selectList(factorFields(transform))}
    FROM ${from} f`;
}

/** The same with the verdict, after the verdict on the owners. */
export function judgedFactors(transform: Transform) {
  const excluded = codesOf({
    OWNER_EXCLUDED: "o.outcome = 'excluded'",
    OWNER_DELETED: "o.status_reason = 'Deleted before the move'",
    FACTOR_UNVERIFIED: "f.status <> 'verified'",
  });
  const quarantined = codesOf({
    OWNER_MISSING: "o.owner IS NULL",
    OWNER_QUARANTINED: "o.outcome = 'quarantined'",
    FACTOR_SECRET_INVALID: `f.type = 'totp' AND coalesce(f.secret !~ '${READABLE_SECRET}', true)`,
    TIME_INVALID: isStrangeTime(["f.created_at", "f.updated_at"]),
  });
  // The owner had 2FA and must not end up with just a password: see users.must_enrol_factor.
  const flagged = codesOf({ FACTOR_NOT_PORTABLE: "f.type <> 'totp'" });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} || ${rejectedCodes("factor")} AS quarantined, ${flagged} AS flagged,
      f.type, f.secret, NULL::text AS sealed, ${UNPLACED} AS unplaced,
      ${selectList(factorFields(transform))}
    FROM (SELECT s AS staged, s.* FROM staged_factors s) f
    LEFT JOIN prepared_users o ON o.owner = f.owner`;
}
