import { listAuditEventsInput } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { readAuditQuery, toAuditFilter } from "./audit-query";

const filterOf = (params: Record<string, string>, zone = "America/New_York") =>
  toAuditFilter(readAuditQuery(params), zone);

describe("the days of the audit log's address", () => {
  it("are whole days of the reader's zone, the last one included", () => {
    expect(filterOf({ from: "2027-03-14", to: "2027-03-14" })).toMatchObject({
      from: new Date("2027-03-14T05:00:00Z"),
      to: new Date("2027-03-15T04:00:00Z"),
    });
  });

  it.each([
    ...["0000-01-01", "0002-03-15", "1582-10-10", "9999-12-31", "2199-12-31", "2027-02-30"],
    ...["+010000-01-01", "-000001-01-01", "tomorrow", "2027-03-14T10:00", "", "NaN"],
  ])("are ignored or make a filter the server takes: %j", (day) => {
    for (const zone of ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"]) {
      expect(listAuditEventsInput.safeParse(filterOf({ from: day, to: day }, zone)).success).toBe(
        true,
      );
    }
  });
});
