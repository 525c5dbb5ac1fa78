import { type ListInvitationsInput, listInvitationsInput } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The list's filters and page, as in the URL. */
export type InvitationQuery = Pick<ListInvitationsInput, "state" | "email" | "cursor">;

/** Reads them from the URL; invalid ones are ignored. */
export const readInvitationQuery = (params: SearchParams): InvitationQuery =>
  readQuery(params, listInvitationsInput.omit({ limit: true, direction: true }));

/** The URL of the list with these filters. */
export const invitationsPath = (query: InvitationQuery): string => pathWith("/invitations", query);
