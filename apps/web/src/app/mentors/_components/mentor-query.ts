import {
  type ListMentorsInput,
  listMentorsInput,
  type MentorFilter,
  mentorFilter,
} from "@sundial/validators";

/** What the directory shows, as it stands in the address. */
export type MentorQuery = Pick<ListMentorsInput, MentorFilter | "sort">;

type Params = Record<string, string | string[] | undefined>;

/** Reads the filters out of the address; what makes no sense there is ignored, not an error. */
export function readMentorQuery(params: Params): MentorQuery {
  const { search, expertise, language, partsOfDay, weekdays, sort } = listMentorsInput.shape;
  const one = (name: string) => all(params, name)[0];
  return {
    search: search.safeParse(one("search")).data,
    expertise: expertise.safeParse(one("expertise")).data,
    language: language.safeParse(one("language")).data,
    partsOfDay: partsOfDay.safeParse(all(params, "partsOfDay")).data ?? [],
    weekdays: weekdays.safeParse(all(params, "weekdays").map(Number)).data ?? [],
    sort: sort.safeParse(one("sort")).data ?? "earliest",
  };
}

/** The address of the directory with these filters. */
export function mentorsPath(query: MentorQuery): string {
  const params = new URLSearchParams();
  for (const filter of mentorFilter.options) {
    for (const value of [query[filter] ?? []].flat()) params.append(filter, String(value));
  }
  if (query.sort !== "earliest") params.set("sort", query.sort);
  return params.size === 0 ? "/mentors" : `/mentors?${params}`;
}

/** The same search without one filter, or without one value of it. */
export function withoutFilter(
  query: MentorQuery,
  filter: MentorFilter,
  value?: string | number,
): MentorQuery {
  const rest = [query[filter] ?? []].flat().filter((each) => value !== undefined && each !== value);
  const isList = filter === "partsOfDay" || filter === "weekdays";
  return { ...query, [filter]: isList ? rest : undefined };
}

function all(params: Params, name: string): string[] {
  return [params[name] ?? []].flat().filter((value) => value !== "");
}
