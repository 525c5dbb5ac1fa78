import { type ListMentorsInput, listMentorsInput, type MentorFilter } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** What the directory shows, as it stands in the address. */
export type MentorQuery = Pick<ListMentorsInput, MentorFilter | "sort">;

/** Reads the filters out of the address. */
export const readMentorQuery = (params: SearchParams): MentorQuery =>
  readQuery(params, listMentorsInput.omit({ cursor: true, limit: true, direction: true }));

/** The address of the directory with these filters. */
export function mentorsPath({ sort, ...filters }: MentorQuery): string {
  return pathWith("/mentors", { ...filters, sort: sort === "earliest" ? undefined : sort });
}

/** The same search without one filter, or without one value of it. */
export function withoutFilter(
  query: MentorQuery,
  filter: MentorFilter,
  value?: string | number,
): MentorQuery {
  const values = query[filter];
  if (!Array.isArray(values)) return { ...query, [filter]: undefined };
  const rest = values.filter((each) => value !== undefined && each !== value);
  return { ...query, [filter]: rest };
}
