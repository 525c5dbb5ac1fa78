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

export const eraseMemberInput = change;

export const clearMemberSecondFactorInput = change;

/** `details` of HAS_FUTURE_SESSIONS. */
export const futureSessions = z.object({ count: z.int(), ids: z.array(z.uuid()) });
export type FutureSessions = z.infer<typeof futureSessions>;
