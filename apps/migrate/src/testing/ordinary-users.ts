/**
 * SQL that fills a source with this many ordinary users: two thirds with a bcrypt password, every
 * third with Google, one in ten a mentor, one in fifty with an authenticator app, all with a
 * profile.
 */
export function ordinaryUsers(count: number) {
  const id = "overlay(overlay(md5('user ' || n) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid";
  return `
    INSERT INTO auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
      confirmation_token, recovery_token, email_change_token_new, email_change, last_sign_in_at,
      raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
    SELECT '00000000-0000-0000-0000-000000000000', ${id}, 'authenticated', 'authenticated',
      'Person.' || n || '@example.org',
      CASE WHEN n % 3 <> 0 THEN '$2a$10$' || substr(translate(encode(sha256(n::text::bytea), 'base64') || encode(sha256((n || 'x')::bytea), 'base64'), '+=', './'), 1, 53) ELSE '' END,
      timestamptz '2024-01-01 00:00:00.123456+00' + n * interval '1 second', '', '', '', '',
      timestamptz '2026-01-01 00:00:00.654321+00' + n * interval '1 second',
      jsonb_build_object('provider', CASE WHEN n % 3 = 0 THEN 'google' ELSE 'email' END)
        || CASE WHEN n % 10 = 0 THEN '{"role": "mentor"}'::jsonb ELSE '{}' END,
      jsonb_build_object('avatar_url', 'https://example.org/' || n, 'big', 9007199254740993 + n),
      timestamptz '2024-01-01 00:00:00.000001+00' + n * interval '1 second',
      timestamptz '2026-01-01 00:00:00.654321+00' + n * interval '1 second'
    FROM generate_series(1, ${count}) n;
    INSERT INTO auth.identities (id, provider_id, user_id, identity_data, provider, created_at, updated_at)
    SELECT overlay(md5('identity ' || n) PLACING '4' FROM 13)::uuid,
      CASE WHEN n % 3 = 0 THEN (100000000000000000000 + n)::text ELSE ${id}::text END, ${id},
      jsonb_build_object('sub', CASE WHEN n % 3 = 0 THEN (100000000000000000000 + n)::text ELSE ${id}::text END, 'email', 'person.' || n || '@example.org', 'email_verified', true),
      CASE WHEN n % 3 = 0 THEN 'google' ELSE 'email' END,
      timestamptz '2024-01-01 00:00:00.000002+00' + n * interval '1 second',
      timestamptz '2024-01-01 00:00:00.000003+00' + n * interval '1 second'
    FROM generate_series(1, ${count}) n;
    INSERT INTO auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
    SELECT overlay(md5('factor ' || n) PLACING '4' FROM 13)::uuid, ${id}, 'Phone', 'totp', 'verified',
      timestamptz '2025-01-01 00:00:00.000004+00', timestamptz '2025-01-01 00:00:00.000005+00', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    FROM generate_series(1, ${count}) n WHERE n % 50 = 0;
    INSERT INTO public.profiles (id, full_name, time_zone, level, goals, background, interests, hours, style, lucky_number, created_at, updated_at)
    SELECT ${id}, 'Person ' || n, (ARRAY['Europe/Berlin', 'Asia/Calcutta', 'America/New_York'])[n % 3 + 1], 'New',
      'Find out what to learn next, and how', '', ARRAY['System design', 'Testing'], '2-5', 'discussion', 9007199254740993 + n,
      timestamptz '2024-01-01 00:00:00.000006+00', timestamptz '2024-01-01 00:00:00.000007+00'
    FROM generate_series(1, ${count}) n;
    INSERT INTO public.mentors (user_id, headline, bio, languages, topics, created_at)
    SELECT ${id}, 'Engineer at number ' || n, 'Glad to help with whatever you bring.', ARRAY['en', 'pt-br'], '["Testing", "C++"]',
      timestamptz '2024-01-01 00:00:00.000008+00'
    FROM generate_series(1, ${count}) n WHERE n % 10 = 0;
    ANALYZE auth.users; ANALYZE auth.identities; ANALYZE auth.mfa_factors; ANALYZE public.profiles; ANALYZE public.mentors;
  `;
}
