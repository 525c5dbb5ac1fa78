import { describe, expect, it } from "vitest";
import { safePath } from "./safe-path.ts";

describe("safePath", () => {
  it.each(["/sessions", "/mentors?search=a#b", "/"])("keeps %s", (path) => {
    expect(safePath(path, "/home")).toBe(path);
  });

  it.each([
    ["/%2f%2fevil.example", "/%2f%2fevil.example"],
    ["/sessions\r\nLocation: https://evil.example", "/sessionsLocation:%20https://evil.example"],
    ["/.//evil.example", "/home"],
    ["/..//evil.example", "/home"],
  ])("keeps %j within this site", (path, expected) => {
    expect(safePath(path, "/home")).toBe(expected);
  });

  it.each([
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "mentors",
    "https://app.example.com@evil.example",
    "https://app.example.com.evil.example",
    "%2f%2fevil.example",
    "\r\nLocation: https://evil.example",
    "//evil.example/%2f..",
    "///evil.example",
    "/\r/evil.example",
    " //evil.example",
    "data:text/html,x",
  ])("replaces %j with the fallback", (path) => {
    expect(safePath(path, "/home")).toBe("/home");
  });
});
