import { listAuditEventsInput } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { readAuditQuery, toAuditFilter } from "./audit-query";

const filterOf = (params: Record<string, string>, zone = "America/New_York") =>
  toAuditFilter(readAuditQuery(params), zone);

describe("date filters in the audit log's URL", () => {
  it("cover whole days in the reader's time zone, including the last one", () => {
    expect(filterOf({ from: "2027-03-14", to: "2027-03-14" })).toMatchObject({
      from: new Date("2027-03-14T05:00:00Z"),
      to: new Date("2027-03-15T04:00:00Z"),
    });
  });

  it.each([
    ...["0000-01-01", "0002-03-15", "1582-10-10", "9999-12-31", "2199-12-31", "2027-02-30"],
    ...["+010000-01-01", "-000001-01-01", "tomorrow", "2027-03-14T10:00", "", "NaN"],
  ])("are ignored or become a filter the server accepts: %j", (day) => {
    for (const zone of ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"]) {
      expect(listAuditEventsInput.safeParse(filterOf({ from: day, to: day }, zone)).success).toBe(
        true,
      );
    }
  });
});
