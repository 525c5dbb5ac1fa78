import { type ListMembersInput, listMembersInput } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The list's filters, as in the URL. */
export type PeopleQuery = Pick<ListMembersInput, "search" | "role" | "status" | "cursor">;

/** Reads the filters from the URL; invalid ones are ignored. */
export const readPeopleQuery = (params: SearchParams): PeopleQuery =>
  readQuery(params, listMembersInput.omit({ limit: true }));

/** The URL of the list with these filters. */
export const peoplePath = (query: PeopleQuery): string => pathWith("/people", query);
