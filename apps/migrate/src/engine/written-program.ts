import { type Fields, uuidFrom } from "../sql.ts";

/** The id of a mentor's topic that came with the program's files. */
export const importedExpertiseId = (mentorId: string, slug: string) =>
  uuidFrom(`'program expertise:' || ${mentorId} || ':' || (${slug})`);

/** Whether a row of expertise came with the program's files, not with its mentor. */
export const isImportedExpertise = (x: string) =>
  `(${x}.id::text = ${importedExpertiseId(`${x}.mentor_id`, `${x}.slug`)})`;

/** A list of jsonb in an order, or an empty one. */
const list = (value: string, order: string, from: string) =>
  `coalesce((SELECT jsonb_agg(${value} ORDER BY ${order}) FROM ${from}), '[]')`;

const windows = list(
  "jsonb_build_array(w.weekday, w.start_minute, w.end_minute)",
  "w.weekday, w.start_minute",
  "public.availability_rules w WHERE w.schedule_id = a.id",
);

/** Everything about when a mentor `t` is free, as one document. */
const hours = `jsonb_build_object(
  'schedules', ${list(
    `jsonb_build_object('timeZone', a.time_zone, 'from', a.valid_from, 'to', a.valid_to,
      'travel', a.travel, 'windows', ${windows})`,
    "a.valid_from NULLS FIRST",
    "public.availability_schedules a WHERE a.mentor_id = t.user_id",
  )},
  'overrides', ${list(
    "jsonb_build_object('date', o.local_date, 'windows', o.windows)",
    "o.local_date",
    "public.availability_overrides o WHERE o.mentor_id = t.user_id",
  )},
  'timeOff', ${list(
    "jsonb_build_object('from', f.starts_at, 'to', f.ends_at, 'label', f.label)",
    'f.starts_at, f.ends_at, f.label COLLATE "C"',
    "public.time_off f WHERE f.mentor_id = t.user_id",
  )})`;

/** The fields of what people did in the program, as they are in the target now. */
export const PROGRAM_FIELDS = {
  session: {
    from: "LEFT JOIN public.office_sessions t ON t.id = r.target_key::uuid",
    fields: {
      id: "t.id::text",
      mentor_id: "t.mentor_id",
      mentee_id: "t.mentee_id",
      status: "t.status::text",
      starts_at: "t.starts_at",
      ends_at: "t.ends_at",
      blocked_until: "t.blocked_until",
      topic: "t.topic",
      agenda: "t.agenda",
      location: "t.location",
      mentor_time_zone: "t.mentor_time_zone",
      mentee_time_zone: "t.mentee_time_zone",
      expires_at: "t.expires_at",
      change_note: "t.change_note",
      cancelled_at: "t.cancelled_at",
      cancelled_by_id: "t.cancelled_by_id",
      cancel_reason: "t.cancel_reason::text",
      no_show_party: "t.no_show_party::text",
      created_by_id: "t.created_by_id",
      version: "t.version",
      created_at: "t.created_at",
      claims: `(SELECT jsonb_agg(jsonb_build_array(c.user_id, c.starts_at, c.ends_at, c.expires_at)
        ORDER BY c.user_id COLLATE "C") FROM public.time_claims c WHERE c.office_session_id = t.id)`,
    },
  },
  availability: {
    from: "LEFT JOIN public.mentor_profiles t ON t.user_id = r.target_key",
    fields: { id: "t.user_id", hours },
  },
  expertise: {
    from: "LEFT JOIN public.expertise t ON t.id = r.target_key::uuid",
    fields: { id: "t.id::text", mentor_id: "t.mentor_id", slug: "t.slug", label: "t.label" },
  },
} as const satisfies Record<string, { from: string; fields: Fields }>;
