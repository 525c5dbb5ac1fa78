import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { reportText } from "../commands/words.ts";
import { insertUser } from "../testing/hostile-users.ts";
import { move } from "../testing/move.ts";
import { moveCaseForFile } from "../testing/move-case.ts";

const moving = await moveCaseForFile(`
  CREATE SCHEMA app;
  CREATE TABLE public.teams (id int PRIMARY KEY, title text);
  CREATE TABLE public.members (id int PRIMARY KEY, person uuid REFERENCES auth.users (id));
  CREATE TABLE public.posts (id int PRIMARY KEY, written_by_member int REFERENCES public.members (id));
  CREATE TABLE app.reactions (post int REFERENCES public.posts (id), face text);
  CREATE TABLE app.bookings (id int, "mentorId" uuid);
  CREATE TABLE app.notes (id int, created_by text);
  CREATE TABLE public.newsletter (email text);
  CREATE TABLE public.user_guide (id int, chapter text, emailed boolean, remained int);
  CREATE TABLE app.visits (at date, user_id uuid) PARTITION BY RANGE (at);
  CREATE TABLE app.visits_2026 PARTITION OF app.visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE TABLE app.subscriptions (id uuid PRIMARY KEY, plan text);
  CREATE TABLE app.invoices (id uuid PRIMARY KEY, total int);
  CREATE VIEW public.everybody AS SELECT id AS user_id FROM auth.users;
`);
const { source, target } = moving;

/** Without the product's own tables, which a source in the tests has, too. */
async function withoutOurs<Count>(counts: Record<string, Count>) {
  const { rows } = await target.query<{ name: string }>(
    "SELECT 'public.' || relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  );
  const ours = new Set(rows.map(({ name }) => name));
  return Object.fromEntries(Object.entries(counts).filter(([table]) => !ours.has(table)));
}

test("names every table about people, with its rows, however it refers to them", async () => {
  const id = await insertUser(source);
  await source.query(`
    INSERT INTO public.members VALUES (1, '${id}'), (2, NULL);
    INSERT INTO public.posts VALUES (1, 1), (2, 1), (3, 2);
    INSERT INTO app.reactions VALUES (1, ':)');
    INSERT INTO app.bookings VALUES (1, '${id}');
    INSERT INTO app.notes VALUES (1, '${id}'), (2, '${id}');
    INSERT INTO public.newsletter VALUES ('somebody@example.org');
    INSERT INTO app.visits VALUES ('2026-01-01', '${id}'), ('2026-01-02', '${id}');
    INSERT INTO app.subscriptions VALUES ('${id}', 'yearly');
    INSERT INTO app.invoices VALUES ('${randomUUID()}', 1);
    INSERT INTO auth.sessions VALUES ('${randomUUID()}', '${id}', now())`);
  const { report } = await move(moving, "rehearse");
  expect(await withoutOurs(report.unmapped)).toEqual({
    "app.bookings": 1,
    "app.notes": 2,
    "app.reactions": 1,
    "app.subscriptions": 1,
    "app.visits": 2,
    "public.members": 2,
    "public.newsletter": 1,
    "public.posts": 3,
  });
  expect(report.dropped).toEqual({
    "auth.refresh_tokens": 0,
    "auth.sessions": 1,
    "auth.webauthn_credentials": 0,
  });
  expect(report.unreadable).toEqual({});
});

test("names tables that the role can't read, with an estimate of their rows", async () => {
  const role = `reader_${randomUUID().slice(0, 8)}`;
  await source.query(`ANALYZE app.bookings;
    CREATE ROLE ${role} LOGIN PASSWORD 'reader' BYPASSRLS;
    GRANT USAGE ON SCHEMA auth, public TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA auth, public TO ${role};
    REVOKE SELECT ON public.posts FROM ${role}`);
  const fromUrl = new URL(moving.fromUrl);
  fromUrl.username = role;
  fromUrl.password = "reader";
  const { report } = await move({ ...moving, fromUrl: fromUrl.href }, "rehearse");
  expect(await withoutOurs(report.unreadable)).toEqual({
    "app.bookings": 1,
    "app.notes": null,
    "app.reactions": null,
    "app.visits": null,
    "public.posts": null,
  });
  expect(reportText(report)).toContain("app.bookings: this role can't read its about 1 rows");
  await source.query(`REVOKE ALL ON ALL TABLES IN SCHEMA auth, public FROM ${role};
    REVOKE ALL ON SCHEMA auth, public FROM ${role}; DROP ROLE ${role}`);
});
