import { z } from "zod";
import { role, userStatus } from "./enums.ts";
import { cursor, limit, userId, version } from "./paging.ts";
import { reason, text } from "./text.ts";

/** Filters for people; each one left out matches everyone. */
export const memberFilter = z.strictObject({
  /** Part of the name or of the email address. */
  search: text({ max: 100 }).optional(),
  role: role.optional(),
  status: userStatus.optional(),
});
export type MemberFilter = z.infer<typeof memberFilter>;

/** Everyone with an account, by name. */
export const listMembersInput = memberFilter.extend({ cursor, limit });
export type ListMembersInput = z.infer<typeof listMembersInput>;

export const memberByIdInput = z.object({ id: userId });
export type MemberByIdInput = z.infer<typeof memberByIdInput>;

export const previewMemberSuspensionInput = z.object({ id: userId });

/** The reason is for staff and the audit log; the person can't read it. */
const change = z.object({ id: userId, version, reason });
export type ChangeMemberInput = z.infer<typeof change>;

export const changeMemberRoleInput = change.extend({ role });
export type ChangeMemberRoleInput = z.infer<typeof changeMemberRoleInput>;

export const changeMemberStatusInput = change.extend({ status: userStatus });
export type ChangeMemberStatusInput = z.infer<typeof changeMemberStatusInput>;

/** How many people one decision may change. */
export const CHANGED_AT_ONCE_MAX = 100;

const several = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .min(1, "Choose at least one person")
    .max(CHANGED_AT_ONCE_MAX, `Choose at most ${CHANGED_AT_ONCE_MAX} people`);

export const previewMemberStatusesInput = z.strictObject({
  ids: several(userId),
  status: userStatus,
});
export type PreviewMemberStatusesInput = z.infer<typeof previewMemberStatusesInput>;

/** People at the versions that the preview showed, all with one reason. */
export const changeMemberStatusesInput = z.object({
  people: several(z.object({ id: userId, version })).refine(
    (people) => new Set(people.map(({ id }) => id)).size === people.length,
    "Name each person once",
  ),
  status: userStatus,
  reason,
});
export type ChangeMemberStatusesInput = z.infer<typeof changeMemberStatusesInput>;

export const listMemberSignInMethodsInput = z.object({ id: userId });

export const eraseMemberInput = change;

export const clearMemberSecondFactorInput = change;

/** `details` of HAS_FUTURE_SESSIONS. */
export const futureSessions = z.object({ count: z.int(), ids: z.array(z.uuid()) });
export type FutureSessions = z.infer<typeof futureSessions>;
