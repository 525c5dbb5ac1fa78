import { type ListMembersInput, listMembersInput } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** What the list shows, as it stands in the address. */
export type PeopleQuery = Pick<ListMembersInput, "search" | "role" | "status" | "cursor">;

/** Reads the filters out of the address. */
export const readPeopleQuery = (params: SearchParams): PeopleQuery =>
  readQuery(params, listMembersInput.omit({ limit: true }));

/** The address of the list with these filters. */
export const peoplePath = (query: PeopleQuery): string => pathWith("/people", query);
