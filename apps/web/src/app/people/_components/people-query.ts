import { type ListMembersInput, listMembersInput } from "@sundial/validators";

/** What the list shows, as it stands in the address. */
export type PeopleQuery = Pick<ListMembersInput, "search" | "role" | "status" | "cursor">;

type Params = Record<string, string | string[] | undefined>;

/** Reads the filters out of the address; what makes no sense there is ignored, not an error. */
export function readPeopleQuery(params: Params): PeopleQuery {
  const { search, role, status, cursor } = listMembersInput.shape;
  const one = (name: string) => [params[name] ?? []].flat().find((value) => value !== "");
  return {
    search: search.safeParse(one("search")).data,
    role: role.safeParse(one("role")).data,
    status: status.safeParse(one("status")).data,
    cursor: cursor.safeParse(one("cursor")).data,
  };
}

/** The address of the list with these filters. */
export function peoplePath(query: PeopleQuery): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  return params.size === 0 ? "/people" : `/people?${params}`;
}
