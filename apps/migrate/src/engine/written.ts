import { digestOfFields, type Fields, literal, selectList } from "../sql.ts";
import { isImportedExpertise, PROGRAM_FIELDS } from "./written-program.ts";

/**
 * The fields each entity writes, as they are in the target now, over the record `r`. Enums are text
 * here, because each database numbers their types differently, and digests include types.
 */
export const WRITTEN_FIELDS = {
  user: {
    from: `LEFT JOIN public.users t ON t.id = r.target_key
      LEFT JOIN public.accounts c ON c.provider_id = 'credential' AND c.account_id = t.id`,
    fields: {
      id: "t.id",
      email: "t.email",
      email_verified: "t.email_verified",
      name: "t.name",
      role: "t.role::text",
      status: "t.status::text",
      status_reason: "t.status_reason",
      last_login_at: "t.last_login_at",
      time_zone: "t.time_zone",
      auth_epoch: "t.auth_epoch",
      must_enrol_factor: "t.must_enrol_factor",
      must_verify_email: "t.must_verify_email",
      version: "t.version",
      created_at: "t.created_at",
      updated_at: "t.updated_at",
      credential_id: "c.id",
      credential_password: "c.password",
      credential_created_at: "c.created_at",
      credential_updated_at: "c.updated_at",
    },
  },
  identity: {
    from: "LEFT JOIN public.accounts t ON t.id = r.target_key",
    fields: {
      id: "t.id",
      account_id: "t.account_id",
      provider_id: "t.provider_id",
      user_id: "t.user_id",
      created_at: "t.created_at",
      updated_at: "t.updated_at",
    },
  },
  factor: {
    from: "LEFT JOIN public.totp_factors t ON t.id = r.target_key",
    fields: {
      id: "t.id",
      user_id: "t.user_id",
      name: "t.name",
      verified_at: "t.verified_at",
      created_at: "t.created_at",
      updated_at: "t.updated_at",
      sealed: "t.secret",
    },
  },
  profile: {
    from: `LEFT JOIN public.mentee_profiles e ON e.user_id = r.target_key
      LEFT JOIN public.mentor_profiles o ON o.user_id = r.target_key`,
    fields: {
      kind: `CASE WHEN e.user_id IS NOT NULL AND o.user_id IS NOT NULL THEN 'both'
        WHEN e.user_id IS NOT NULL THEN 'mentee' WHEN o.user_id IS NOT NULL THEN 'mentor' END`,
      id: "coalesce(e.user_id, o.user_id)",
      experience_level: "e.experience_level::text",
      goals: "e.goals",
      background: "e.background",
      interests: "e.interests",
      weekly_hours: "e.weekly_hours::text",
      learning_style: "e.learning_style::text",
      headline: "o.headline",
      bio: "o.bio",
      languages: "o.languages",
      expertise: `(SELECT jsonb_object_agg(x.slug, x.label) FROM public.expertise x
        WHERE x.mentor_id = o.user_id AND NOT ${isImportedExpertise("x")})`,
      version: "coalesce(e.version, o.version)",
      created_at: "coalesce(e.created_at, o.created_at)",
      updated_at: "coalesce(e.updated_at, o.updated_at)",
    },
  },
  ...PROGRAM_FIELDS,
} as const satisfies Record<string, { from: string; fields: Fields }>;

export type WrittenKind = keyof typeof WRITTEN_FIELDS;

/** The kinds, and entities, whose records stand for their owners. */
const HEADS: readonly WrittenKind[] = ["user", "session", "availability", "expertise"];

export const isHeadKind = (kind: WrittenKind) => HEADS.includes(kind);

/** Whether a record `r` stands for its owner. */
export const isHead = (r: string) => `${r}.entity IN (${HEADS.map(literal).join(", ")})`;

/** The records of an entity, each with its current row: all NULL if it doesn't exist. */
export function writtenRows(runId: string, kind: WrittenKind, entity: string, condition = "true") {
  const { from, fields } = WRITTEN_FIELDS[kind];
  return `SELECT r.owner_key, r.source_key, r.target_key, r.outcome, r.codes, r.digest, r.unplaced,
      ${selectList(fields)}
    FROM public.migration_records r ${from}
    WHERE r.run_id = ${literal(runId)} AND r.entity = ${literal(entity)} AND ${condition}`;
}

/** The digest of a current row, by its fields; NULL if it doesn't exist. */
export function digestNow(fields: Fields, alias: string) {
  return `CASE WHEN ${alias}.id IS NOT NULL THEN ${digestOfFields(fields, alias)} END`;
}
