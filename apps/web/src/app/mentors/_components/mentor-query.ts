import { type ListMentorsInput, listMentorsInput, type MentorFilter } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The directory's filters, as in the URL. */
export type MentorQuery = Pick<ListMentorsInput, MentorFilter | "sort">;

/** Reads the filters from the URL; invalid ones are ignored. */
export const readMentorQuery = (params: SearchParams): MentorQuery =>
  readQuery(params, listMentorsInput.omit({ cursor: true, limit: true, direction: true }));

/** The URL of the directory with these filters. */
export function mentorsPath({ sort, ...filters }: MentorQuery): string {
  return pathWith("/mentors", { ...filters, sort: sort === "earliest" ? undefined : sort });
}

/** The same search without one filter, or without one value of it. */
export function withoutFilter(
  query: MentorQuery,
  filter: MentorFilter,
  value?: string | number | boolean,
): MentorQuery {
  const values = query[filter];
  if (!Array.isArray(values)) return { ...query, [filter]: undefined };
  const rest = values.filter((each) => value !== undefined && each !== value);
  return { ...query, [filter]: rest };
}
