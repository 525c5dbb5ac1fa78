/**
 * The tables with a Supabase project's users, after its documentation: Supabase Auth as of 2026,
 * and a profiles table as in its guides. Row security is on and has no policies, as there.
 */
export const SUPABASE_SCHEMA = `
  CREATE SCHEMA auth;
  CREATE TYPE auth.factor_type AS ENUM ('totp', 'webauthn', 'phone');
  CREATE TYPE auth.factor_status AS ENUM ('unverified', 'verified');
  CREATE TABLE auth.users (
    instance_id uuid,
    id uuid PRIMARY KEY,
    aud varchar(255),
    role varchar(255),
    email varchar(255),
    encrypted_password varchar(255),
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_token varchar(255),
    confirmation_sent_at timestamptz,
    recovery_token varchar(255),
    recovery_sent_at timestamptz,
    email_change_token_new varchar(255),
    email_change varchar(255),
    email_change_sent_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamptz,
    updated_at timestamptz,
    phone text UNIQUE DEFAULT NULL,
    phone_confirmed_at timestamptz,
    phone_change text DEFAULT '',
    phone_change_token varchar(255) DEFAULT '',
    phone_change_sent_at timestamptz,
    confirmed_at timestamptz GENERATED ALWAYS AS (LEAST(email_confirmed_at, phone_confirmed_at)) STORED,
    email_change_token_current varchar(255) DEFAULT '',
    email_change_confirm_status smallint DEFAULT 0 CHECK (email_change_confirm_status BETWEEN 0 AND 2),
    banned_until timestamptz,
    reauthentication_token varchar(255) DEFAULT '',
    reauthentication_sent_at timestamptz,
    is_sso_user boolean NOT NULL DEFAULT false,
    deleted_at timestamptz,
    is_anonymous boolean NOT NULL DEFAULT false
  );
  CREATE UNIQUE INDEX users_email_partial_key ON auth.users (email) WHERE is_sso_user = false;
  CREATE TABLE auth.identities (
    provider_id text NOT NULL,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    identity_data jsonb NOT NULL,
    provider text NOT NULL,
    last_sign_in_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    email text GENERATED ALWAYS AS (lower(identity_data ->> 'email')) STORED,
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    UNIQUE (provider_id, provider)
  );
  CREATE INDEX identities_user_id_idx ON auth.identities (user_id);
  CREATE TABLE auth.mfa_factors (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    friendly_name text,
    factor_type auth.factor_type NOT NULL,
    status auth.factor_status NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    secret text,
    phone text,
    last_challenged_at timestamptz UNIQUE,
    web_authn_credential jsonb,
    web_authn_aaguid uuid
  );
  CREATE INDEX mfa_factors_user_id_idx ON auth.mfa_factors (user_id);
  CREATE TABLE auth.webauthn_credentials (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL
  );
  CREATE TABLE auth.sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    created_at timestamptz
  );
  CREATE TABLE auth.refresh_tokens (
    id bigserial PRIMARY KEY,
    token varchar(255),
    user_id varchar(255),
    revoked boolean,
    session_id uuid REFERENCES auth.sessions (id) ON DELETE CASCADE
  );
  CREATE TABLE public.profiles (
    id uuid PRIMARY KEY,
    full_name text,
    time_zone text,
    level text,
    goals text,
    background text,
    interests text[],
    hours text,
    style text,
    lucky_number bigint,
    created_at timestamptz,
    updated_at timestamptz
  );
  CREATE TABLE public.mentors (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id uuid,
    headline text,
    bio text,
    languages text[],
    topics jsonb,
    created_at timestamptz
  );
  ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
  ALTER TABLE auth.identities ENABLE ROW LEVEL SECURITY;
  ALTER TABLE auth.mfa_factors ENABLE ROW LEVEL SECURITY;
  ALTER TABLE auth.webauthn_credentials ENABLE ROW LEVEL SECURITY;
  ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY;
  ALTER TABLE auth.refresh_tokens ENABLE ROW LEVEL SECURITY;
  ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
  ALTER TABLE public.mentors ENABLE ROW LEVEL SECURITY;
`;

/** Identities until the end of 2023: without their own id. */
export const OLD_IDENTITIES = `
  DROP TABLE auth.identities;
  CREATE TABLE auth.identities (
    id text NOT NULL,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    identity_data jsonb NOT NULL,
    provider text NOT NULL,
    last_sign_in_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (provider, id)
  );
`;

/** The mapping of the tables above, as an operator would write it in a file. */
export const SUPABASE_MAPPING = {
  profiles: [
    {
      table: "public.profiles",
      name: "full_name",
      timeZone: "time_zone",
      createdAt: "created_at",
      updatedAt: "updated_at",
      mentee: {
        experienceLevel: { column: "level", values: { New: "beginner", Advanced: "senior" } },
        goals: "goals",
        background: "background",
        interests: "interests",
        weeklyHours: { column: "hours", values: { "2-5": "two_to_five", "10+": "over_ten" } },
        learningStyle: { column: "style" },
      },
    },
    {
      table: "public.mentors",
      owner: "user_id",
      createdAt: "created_at",
      mentor: { headline: "headline", bio: "bio", languages: "languages", expertise: "topics" },
    },
  ],
  roles: {
    path: ["role"],
    values: { member: "mentee", mentor: "mentor", coordinator: "pm", admin: "admin" },
  },
};
