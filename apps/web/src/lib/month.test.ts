import { describe, expect, it } from "vitest";
import { addMonths, monthOf, rangeOfMonth } from "./month";

describe("months", () => {
  it("counts over the year's end", () => {
    expect(addMonths("2027-12", 1)).toBe("2028-01");
    expect(addMonths("2027-01", -1)).toBe("2026-12");
  });

  it("holds the first and the last minute of the month in every zone", () => {
    const { from, to } = rangeOfMonth("2027-03");
    for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12", "UTC", "America/St_Johns"]) {
      expect(monthOf(from, zone) <= "2027-03", zone).toBe(true);
      expect(monthOf(new Date(from.getTime() - 1), zone), zone).toBe("2027-02");
      expect(monthOf(to, zone) >= "2027-04", zone).toBe(true);
    }
  });
});
