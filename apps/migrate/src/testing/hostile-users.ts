import { randomUUID } from "node:crypto";
import type pg from "pg";

/** Columns of auth.users that a test sets; all others are as Supabase leaves them. */
export type AuthUser = Partial<
  Record<
    | "id"
    | "instance_id"
    | "email"
    | "phone"
    | "encrypted_password"
    | "email_confirmed_at"
    | "phone_confirmed_at"
    | "invited_at"
    | "role"
    | "last_sign_in_at"
    | "banned_until"
    | "deleted_at"
    | "created_at"
    | "updated_at"
    | "raw_app_meta_data"
    | "raw_user_meta_data",
    string | null
  > &
    Record<"is_sso_user" | "is_anonymous" | "is_super_admin", boolean | null>
>;

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Inserts a user as Supabase does, with these changes. Returns the id. */
export async function insertUser(source: pg.ClientBase, given: AuthUser = {}): Promise<string> {
  const id = given.id ?? randomUUID();
  const user: AuthUser = {
    instance_id: NOBODY,
    email: `${id}@example.org`,
    encrypted_password: "",
    email_confirmed_at: "2025-03-01 10:00:00.123456+00",
    created_at: "2025-03-01 09:00:00.654321+00",
    updated_at: "2025-04-01 09:00:00.000001+00",
    raw_app_meta_data: `{"provider": "email", "providers": ["email"]}`,
    raw_user_meta_data: `{"full_name": "Person ${id.slice(0, 8)}"}`,
    ...given,
    id,
  };
  const columns = Object.keys(user);
  await source.query(
    `INSERT INTO auth.users (${columns.join(", ")}) VALUES (${columns.map((_, n) => `$${n + 1}`).join(", ")})`,
    Object.values(user),
  );
  return id;
}

export async function insertIdentity(
  source: pg.ClientBase,
  userId: string,
  provider: string,
  subject: string,
  data: string = "{}",
  createdAt = "2025-03-01 09:00:00.000001+00",
): Promise<string> {
  const { rows } = await source.query<{ id: string }>(
    `INSERT INTO auth.identities (user_id, provider, provider_id, identity_data, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, '2025-03-01 09:00:00.000002+00') RETURNING id::text`,
    [userId, provider, subject, data, createdAt],
  );
  return rows[0]?.id ?? "";
}

export async function insertFactor(
  source: pg.ClientBase,
  userId: string,
  factor: {
    id?: string;
    type?: string;
    status?: string;
    secret?: string | null;
    phone?: string;
    createdAt?: string;
  } = {},
): Promise<string> {
  const { rows } = await source.query<{ id: string }>(
    `INSERT INTO auth.mfa_factors (user_id, friendly_name, factor_type, status, secret, created_at, phone, id, updated_at)
     VALUES ($1, 'My phone', $2, $3, $4, $5, $6, $7, '2025-03-01 09:00:00.000004+00')
     RETURNING id::text`,
    [
      userId,
      factor.type ?? "totp",
      factor.status ?? "verified",
      factor.secret === undefined ? "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" : factor.secret,
      factor.createdAt ?? "2025-03-01 09:00:00.000003+00",
      factor.phone ?? null,
      factor.id ?? randomUUID(),
    ],
  );
  return rows[0]?.id ?? "";
}
