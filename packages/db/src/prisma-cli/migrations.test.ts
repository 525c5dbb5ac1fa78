import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, packageFolder, prisma, reserveDatabase } from "./prisma-project.ts";

const database = reserveDatabase();

beforeAll(async () => {
  const options = { folder: packageFolder, url: database.url };
  expect(await prisma(["migrate", "deploy"], options)).toMatchObject({ code: 0 });
});
afterAll(() => database.drop());

describe("the migrations match the schema", () => {
  const diffTo = (schemaFile: string) =>
    prisma(
      [
        ...["migrate", "diff", "--exit-code", "--script"],
        ...["--from-migrations", "prisma/migrations", "--to-schema", schemaFile],
      ],
      { folder: packageFolder, url: database.url },
    );

  test("exactly: nothing is missing, and no hand-written SQL would be dropped", async () => {
    const { code, output } = await diffTo("prisma/schema.prisma");
    expect(output).toContain("-- This is an empty migration.");
    expect(code).toBe(0);
  });

  test("an extra column in the schema is detected", async () => {
    const schema = await readFile(join(packageFolder, "prisma/schema.prisma"), "utf8");
    const changed = schema.replace(/^model User \{$/m, "model User {\n  shoeSize Int?");
    expect(changed).not.toBe(schema);
    const copy = await createProject(changed);
    const { code, output } = await diffTo(copy.schemaFile);
    await copy.remove();
    expect(output).toContain('ADD COLUMN     "shoeSize" INTEGER');
    expect(code).toBe(2);
  });
});

/** Prisma doesn't know these, so nothing else would notice a missing one. */
describe("objects that the Prisma schema cannot express", () => {
  const client = new pg.Client(database.url);
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  test("exclusion constraints, checked immediately", async () => {
    expect(await constraints("x")).toEqual([
      "availability_schedules_no_overlap",
      "migration_runs_one_per_source",
      "nudges_once_a_week",
      "office_sessions_series_people",
      "time_claims_no_overlap",
    ]);
    const { rows } = await client.query("SELECT FROM pg_constraint WHERE condeferrable");
    expect(rows).toEqual([]);
  });

  test("checks", async () => {
    expect(await constraints("c")).toEqual([
      "action_items_text",
      "availability_overrides_windows",
      "availability_rules_window",
      "availability_schedules_travel",
      "availability_schedules_valid",
      "avatar_fetches_attempts",
      "avatars_image",
      "dashboard_progress_one_row",
      "device_logins_answered",
      "device_logins_expires",
      "earliest_slots_grid",
      "earliest_slots_open_quarters",
      "earliest_slots_week_quarters",
      "email_changes_lower_case",
      "event_origins_something",
      "feedback_announced",
      "feedback_length",
      "feedback_rating",
      "feedback_two_people",
      "goals_settled",
      "goals_title",
      "invitations_email_lower_case",
      "invitations_expertise",
      "invitations_expires",
      "invitations_settled",
      "mentor_applications_decided",
      "mentor_applications_expertise",
      "mentor_applications_settled",
      "mentor_profiles_rules",
      "mentor_ratings_enough",
      "mentor_ratings_range",
      "migration_records_outcome",
      "milestones_text",
      "misuse_reports_decided",
      "misuse_reports_length",
      "misuse_reports_two_people",
      "no_show_reports_length",
      "notification_settings_digest",
      "notification_settings_quiet",
      "notification_settings_remind",
      "notifications_digest",
      "nudges_next_from",
      "nudges_text",
      "offered_minutes_range",
      "office_sessions_buffer",
      "office_sessions_cancelled",
      "office_sessions_no_show",
      "office_sessions_range",
      "office_sessions_requested",
      "office_sessions_series_complete",
      "office_sessions_series_place",
      "office_sessions_two_parties",
      "office_sessions_whole_minutes",
      "passkeys_counter",
      "personal_access_tokens_permissions",
      "program_settings_contact_email_lower_case",
      "program_settings_logo",
      "program_settings_numbers",
      "program_settings_one_row",
      "program_settings_sign_up_domains",
      "program_settings_stuck_after_days",
      "reliability_objections_decided",
      "reliability_objections_length",
      "saved_filters_length",
      "service_account_keys_order",
      "service_accounts_owner_email_lower_case",
      "service_accounts_permissions",
      "session_notes_length",
      "staff_notes_body",
      "time_claims_kind",
      "time_claims_range",
      "time_claims_whole_minutes",
      "time_off_range",
      "users_anonymized",
      "users_email_lower_case",
      "users_image",
      "users_locale",
      "users_week_start",
      "webhook_attempts_number",
      "webhook_attempts_outcome",
      "webhook_deliveries_counts",
      "webhook_deliveries_delivered",
      "webhook_deliveries_person_ids",
      "webhook_endpoints_kinds",
      "webhook_endpoints_paused",
      "webhook_endpoints_previous_secret",
      "webhook_endpoints_url",
    ]);
  });

  test("partial and expression indexes that keep lists from reading whole tables", async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
       WHERE relnamespace = 'public'::regnamespace AND indisvalid AND NOT indisexclusion
         AND (indpred IS NOT NULL OR indexprs IS NOT NULL)
       ORDER BY relname COLLATE "C"`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      "action_items_coming_due_idx",
      "action_items_open_of_mentee_idx",
      "action_items_open_of_mentor_idx",
      "events_noun_idx",
      "feedback_unannounced_idx",
      "invitations_one_open",
      "invitations_unreminded_idx",
      "mentor_applications_one_open",
      "misuse_reports_closed_idx",
      "misuse_reports_open_idx",
      "notifications_digest_due_idx",
      "notifications_unread_idx",
      "office_sessions_cancelled_late_idx",
      "office_sessions_closed_idx",
      "office_sessions_dispute_queue_idx",
      "office_sessions_disputed_idx",
      "office_sessions_ending_idx",
      "office_sessions_lapsing_idx",
      "office_sessions_late_canceller_idx",
      "office_sessions_reminding_idx",
      "office_sessions_topic_idx",
      "program_days_everybody_idx",
      "program_days_mentors_idx",
      "program_days_uncounted_idx",
      "reliability_objections_closed_idx",
      "reliability_objections_one_open",
      "reliability_objections_open_idx",
      "service_accounts_name_key",
      "session_notes_private_line",
      "session_notes_shared_line",
      "users_by_name_idx",
      "users_by_role_idx",
      "users_by_status_idx",
      "users_search_text_idx",
      "webhook_deliveries_due_idx",
    ]);
  });

  test("the triggers that keep the audit log append-only", async () => {
    const { rows } = await client.query(
      `SELECT tgname AS name, tgenabled AS enabled FROM pg_trigger
       WHERE tgrelid = 'events'::regclass AND NOT tgisinternal ORDER BY tgname`,
    );
    expect(rows).toEqual([
      { name: "events_no_truncate", enabled: "O" },
      { name: "events_no_update_or_delete", enabled: "O" },
    ]);
  });

  test("exactly one row of program settings, which nobody can delete", async () => {
    const settings = () => client.query("SELECT id, name, version FROM program_settings");
    expect((await settings()).rows).toEqual([{ id: 1, name: "Sundial", version: 1 }]);
    for (const statement of [
      "INSERT INTO program_settings DEFAULT VALUES",
      "INSERT INTO program_settings (id) VALUES (2)",
      "DELETE FROM program_settings",
      "TRUNCATE program_settings",
    ]) {
      await expect(client.query(statement), statement).rejects.toThrow(
        /program_settings|exactly one/,
      );
    }
    expect((await settings()).rows).toHaveLength(1);
  });

  test("the trigger that keeps feedback between the two people of its session", async () => {
    const { rows } = await client.query(
      `SELECT tgname AS name FROM pg_trigger
       WHERE tgrelid = 'feedback'::regclass AND NOT tgisinternal AND tgenabled = 'O'`,
    );
    expect(rows.map(({ name }) => name)).toContain("feedback_parties");
  });

  test("the triggers that tell the dashboard what to count again", async () => {
    const { rows } = await client.query(
      `SELECT tgname AS name FROM pg_trigger
       WHERE (tgname LIKE 'feedback_counts_%' OR tgname IN ('office_sessions_changed', 'office_sessions_removed'))
         AND NOT tgisinternal AND tgenabled = 'O' ORDER BY tgname`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      "feedback_counts_inserted",
      "feedback_counts_revealed",
      "office_sessions_changed",
      "office_sessions_removed",
    ]);
  });

  test("the triggers that keep at least one active admin", async () => {
    const { rows } = await client.query(
      `SELECT tgname AS name FROM pg_trigger
       WHERE tgname LIKE 'users_last_admin%' AND tgenabled = 'O' ORDER BY tgname`,
    );
    expect(rows).toEqual([{ name: "users_last_admin" }, { name: "users_last_admin_deleted" }]);
  });

  test("the triggers that discard a stored earliest slot when an earlier one may open", async () => {
    const { rows } = await client.query(
      `SELECT tgrelid::regclass::text AS table FROM pg_trigger
       WHERE tgname LIKE 'earliest_slots_%' AND tgenabled = 'O' ORDER BY tgname, "table"`,
    );
    expect(rows.map(({ table }) => table)).toEqual([
      "mentor_profiles",
      "office_sessions",
      "time_claims",
      "availability_overrides",
      "availability_rules",
      "availability_schedules",
      "mentor_profiles",
      "office_sessions",
      "time_claims",
      "time_off",
      "users",
    ]);
  });

  async function constraints(kind: "c" | "x") {
    const { rows } = await client.query<{ conname: string }>(
      `SELECT conname FROM pg_constraint
       WHERE contype = $1 AND connamespace = 'public'::regnamespace AND convalidated
       ORDER BY conname COLLATE "C"`,
      [kind],
    );
    return rows.map(({ conname }) => conname);
  }
});
