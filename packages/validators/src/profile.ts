import { z } from "zod";
import {
  experienceLevel,
  fieldVisibility,
  learningStyle,
  role,
  userStatus,
  weeklyHours,
} from "./enums.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit, userId, version } from "./paging.ts";
import { storableText } from "./storable.ts";
import { reason, text } from "./text.ts";

export const EXPERTISE_MAX = 12;

/** What a mentor knows or a mentee wants to learn, such as "System design". */
export const topicLabel = text({ min: 2, max: 40 }).refine(
  (label) => topicSlug(label).length > 0,
  "Use letters or numbers",
);

/** The key of a topic: "System Design" and "system  design" are the same. */
export function topicSlug(label: string): string {
  return label
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\+/g, "-plus")
    .replace(/#/g, "-sharp")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** What a mentor knows, or a mentee wants to learn. */
export const topics = z
  .array(topicLabel)
  .max(EXPERTISE_MAX, `Choose at most ${EXPERTISE_MAX}`)
  .refine(
    (labels) => new Set(labels.map(topicSlug)).size === labels.length,
    "Use each of these only once",
  );

/** A language for sessions, as a BCP 47 tag such as "en" or "pt-BR". */
export const languageTag = storableText.max(35).transform((tag, context) => {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical !== undefined) return canonical;
  } catch {
    // Reported below.
  }
  context.addIssue({ code: "custom", message: "Choose a language" });
  return z.NEVER;
});

/** Who sees each field of a mentee's profile. What is left out stays as it is. */
const menteeVisibility = z
  .strictObject({
    experienceLevel: fieldVisibility,
    goals: fieldVisibility,
    background: fieldVisibility,
    interests: fieldVisibility,
    weeklyHours: fieldVisibility,
    learningStyle: fieldVisibility,
  })
  .partial();

/** Who sees each field of a mentor's profile. What is left out stays as it is. */
const mentorVisibility = z
  .strictObject({
    headline: fieldVisibility,
    bio: fieldVisibility,
    languages: fieldVisibility,
    expertise: fieldVisibility,
  })
  .partial();

export const menteeProfileFields = z.object({
  kind: z.literal("mentee"),
  experienceLevel,
  goals: text({ min: 10, max: 1000, multiline: true }),
  background: text({ max: 1000, multiline: true }).default(""),
  interests: topics.min(1, "Add at least one"),
  weeklyHours,
  learningStyle,
  visibility: menteeVisibility.optional(),
});

export const mentorProfileFields = z.object({
  kind: z.literal("mentor"),
  headline: text({ min: 5, max: 120 }),
  bio: text({ min: 20, max: 2000, multiline: true }),
  languages: z.array(languageTag).min(1, "Add at least one").max(8),
  expertise: topics.min(1, "Add at least one"),
  visibility: mentorVisibility.optional(),
});

export const createProfileInput = z.discriminatedUnion("kind", [
  menteeProfileFields.extend({ idempotencyKey }),
  mentorProfileFields.extend({ idempotencyKey }),
]);
export type CreateProfileInput = z.infer<typeof createProfileInput>;

export const updateProfileInput = z.discriminatedUnion("kind", [
  menteeProfileFields.extend({ version }),
  mentorProfileFields.extend({ version }),
]);
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;

export const profileKind = z.enum(["mentee", "mentor"]);
export type ProfileKind = z.infer<typeof profileKind>;

export const deleteProfileInput = z.object({ kind: profileKind });
export type DeleteProfileInput = z.infer<typeof deleteProfileInput>;

/** Staff delete someone's profile, which cancels their upcoming sessions. */
export const forceDeleteProfileInput = z.object({ userId, kind: profileKind, reason });
export type ForceDeleteProfileInput = z.infer<typeof forceDeleteProfileInput>;

export const profileByIdInput = z.object({ id: userId });
export type ProfileByIdInput = z.infer<typeof profileByIdInput>;

export const listProfilesInput = z.strictObject({
  search: text({ max: 100 }).optional(),
  role: role.optional(),
  status: userStatus.optional(),
  cursor,
  limit,
  direction,
});
export type ListProfilesInput = z.infer<typeof listProfilesInput>;
