import { describe, expect, it } from "vitest";
import { safePath } from "./safe-path";

describe("safePath", () => {
  it.each(["/sessions", "/mentors?search=a#b", "/"])("keeps %s", (path) => {
    expect(safePath(path, "/home")).toBe(path);
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
  ])("turns %j into the fallback", (path) => {
    expect(safePath(path, "/home")).toBe("/home");
  });
});
