import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInstant } from "./instant.ts";

describe("timestamps in a user pool", () => {
  it.each([
    ["2023-07-22T01:14:17.949000+00:00", "2023-07-22T01:14:17.949000Z"],
    ["2023-07-22T01:14:17.949Z", "2023-07-22T01:14:17.949000Z"],
    ["2023-07-22T01:14:17.949123456Z", "2023-07-22T01:14:17.949123Z"],
    ["2023-07-22T03:14:17+02:00", "2023-07-22T01:14:17.000000Z"],
    ["2023-07-21T20:44:17-0430", "2023-07-22T01:14:17.000000Z"],
    ["2023-07-22 01:14:17Z", "2023-07-22T01:14:17.000000Z"],
    [1689988457.949, "2023-07-22T01:14:17.949000Z"],
    [1689988457.949123, "2023-07-22T01:14:17.949123Z"],
    ["1689988457.949123", "2023-07-22T01:14:17.949123Z"],
    [1689988457, "2023-07-22T01:14:17.000000Z"],
    [0, "1970-01-01T00:00:00.000000Z"],
  ])("reads %j", (given, instant) => {
    expect(readInstant(given)).toBe(instant);
  });

  it.each([
    ["2023-02-30T00:00:00Z"],
    ["2023-07-22T24:00:01Z"],
    ["2023-07-22T01:14:17"],
    ["22 July 2023"],
    ["infinity"],
    [""],
    [-5],
    [1e21],
    [1_689_988_457_949],
    [Number.NaN],
    ["2023-07-22T01:14:17Z'; DROP TABLE users"],
  ])("rejects %j as a timestamp", (given) => {
    expect(readInstant(given)).toBeNull();
  });

  it("agrees with Date on every millisecond", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date("9999-12-31") }), (date) => {
        fc.pre(!Number.isNaN(date.getTime()));
        const micros = `${date.toISOString().slice(0, -1)}000Z`;
        expect(readInstant(date.toISOString())).toBe(micros);
        const [seconds, millis] = [Math.floor(date.getTime() / 1000), date.getTime() % 1000];
        expect(readInstant(`${seconds}.${String(millis).padStart(3, "0")}`)).toBe(micros);
      }),
    );
  });
});
