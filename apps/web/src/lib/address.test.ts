import { listMentorsInput } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pathWith, readQuery } from "./address";

const contract = z.strictObject({
  search: z.string().trim().max(9).optional(),
  role: z.enum(["mentee", "mentor"]).optional(),
  days: z.array(z.int().max(7)).default([]),
  onlyMine: z.boolean().optional(),
  cursor: z.string().nullish(),
});

describe("filters in an address", () => {
  it("are read as the kind the contract asks for", () => {
    const params = { search: " Ada ", role: "mentor", days: ["1", "7"], onlyMine: "true" };
    expect(readQuery(params, contract)).toEqual({
      search: "Ada",
      role: "mentor",
      days: [1, 7],
      onlyMine: true,
    });
    expect(readQuery({ search: "true", days: "3" }, contract)).toEqual({
      search: "true",
      days: [3],
    });
  });

  it("are ignored when they are invalid", () => {
    const params = { search: "much too long", role: "", days: ["x"], onlyMine: "1", other: "?" };
    expect(readQuery(params, contract)).toEqual({ days: [] });
    expect(readQuery({}, listMentorsInput.pick({ sort: true, weekdays: true }))).toEqual({
      sort: "earliest",
      weekdays: [],
    });
  });

  it("come back as they were written", () => {
    const query = { search: "a & b", days: [1, 7], onlyMine: true, cursor: null };
    const path = pathWith("/mentors", query);
    expect(path).toBe("/mentors?search=a+%26+b&days=1&days=7&onlyMine=true");
    const params = new URLSearchParams(path.split("?")[1]);
    const read = { search: params.get("search") ?? "", days: params.getAll("days") };
    expect(readQuery({ ...read, onlyMine: "true" }, contract)).toEqual({
      search: "a & b",
      days: [1, 7],
      onlyMine: true,
    });
    expect(pathWith("/mentors", { search: "", days: [], onlyMine: false })).toBe("/mentors");
  });
});
