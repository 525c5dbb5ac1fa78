import {
  type ListReliabilityObjectionsInput,
  listReliabilityObjectionsInput,
} from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The list's filter and page, as in the URL. Without a status, it's the queue of open ones. */
export type ObjectionQuery = Pick<ListReliabilityObjectionsInput, "cursor"> & {
  status: "open" | "decided";
};

/** Reads them from the URL; invalid ones are ignored. */
export function readObjectionQuery(params: SearchParams): ObjectionQuery {
  const query = readQuery(
    params,
    listReliabilityObjectionsInput.omit({ limit: true, direction: true }),
  );
  return { ...query, status: query.status ?? "open" };
}

/** The URL of the list with this filter. */
export const objectionsPath = (query: ObjectionQuery): string => pathWith("/objections", query);
