import {
  listMembersInput,
  localDate,
  type OfficeSessionFilter,
  officeSessionFilter,
  searchOfficeSessionsInput,
  userId,
} from "@sundial/validators";
import { z } from "zod";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";
import { instantsOfDays } from "~/lib/days-in-zone";

const staffQuery = z.object({
  search: officeSessionFilter.shape.search,
  status: officeSessionFilter.shape.status,
  flag: officeSessionFilter.shape.flag,
  /** First and last day of the starts, in the reader's zone. */
  from: localDate.optional(),
  to: localDate.optional(),
  mentor: userId.optional(),
  mentee: userId.optional(),
  mentorText: listMembersInput.shape.search,
  cursor: searchOfficeSessionsInput.shape.cursor,
});
/** The filters of everyone's sessions, as in the URL. */
export type StaffQuery = z.output<typeof staffQuery>;

/** Reads the filters from the URL; invalid ones are ignored. */
export const readStaffQuery = (params: SearchParams): StaffQuery => readQuery(params, staffQuery);

/** The server's filter: whole days in the reader's zone, including the last one. */
export function toSessionFilter(query: StaffQuery, zone: string): OfficeSessionFilter {
  const { search, status, flag, mentor, mentee } = query;
  return {
    search,
    status,
    flag,
    mentorId: mentor,
    menteeId: mentee,
    ...instantsOfDays(query, zone),
  };
}

/** The URL of the list with these filters. */
export const staffSessionsPath = (query: StaffQuery): string => pathWith("/sessions", query);

/** The URL of the same sessions as a file. */
export function sessionExportPath({ from, to, ...filter }: OfficeSessionFilter): string {
  const instants = { from: from?.toISOString(), to: to?.toISOString() };
  return pathWith("/api/sessions/sessions.csv", { ...filter, ...instants });
}
