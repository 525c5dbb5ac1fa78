import { describe, expect, it } from "vitest";
import { addMonths, monthOf, rangeOfMonth } from "./month";

describe("months", () => {
  it("adds months across the end of the year", () => {
    expect(addMonths("2027-12", 1)).toBe("2028-01");
    expect(addMonths("2027-01", -1)).toBe("2026-12");
  });

  it("contains exactly the instants a calendar in the time zone shows in that month", () => {
    for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12", "UTC", "America/St_Johns"]) {
      const { from, to } = rangeOfMonth("2027-03", zone);
      expect(monthOf(from, zone), zone).toBe("2027-03");
      expect(monthOf(new Date(from.getTime() - 1), zone), zone).toBe("2027-02");
      expect(monthOf(new Date(to.getTime() - 1), zone), zone).toBe("2027-03");
      expect(monthOf(to, zone), zone).toBe("2027-04");
    }
  });
});
