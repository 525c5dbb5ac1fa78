import { type ListMentorApplicationsInput, listMentorApplicationsInput } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The list's filter and page, as in the URL. */
export type ApplicationQuery = Pick<ListMentorApplicationsInput, "status" | "cursor">;

/** Reads them from the URL; invalid ones are ignored. */
export const readApplicationQuery = (params: SearchParams): ApplicationQuery =>
  readQuery(params, listMentorApplicationsInput.omit({ limit: true, direction: true }));

/** The URL of the list with this filter. */
export const applicationsPath = (query: ApplicationQuery): string =>
  pathWith("/applications", query);
