import { describe, expect, it } from "vitest";
import { meetingPlace, meetingPlaceTemplate, placeOf } from "./meeting-place.ts";

const accepts = (schema: typeof meetingPlace, value: string) => schema.safeParse(value).success;

describe("a meeting place", () => {
  it.each([
    "https://meet.example.org/maya",
    "HTTPS://Meet.Example.org:8443/room?pwd=1#x",
    "Room 4: second floor",
    "Zoom: I'll call you",
    "Café Mø, corner table",
    "",
  ])("can be %j", (value) => {
    expect(accepts(meetingPlace, value)).toBe(true);
    expect(accepts(meetingPlaceTemplate, value)).toBe(true);
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "http://meet.example.org",
    "ftp://meet.example.org",
    "https://localhost/x",
    "https://localhost./x",
    "https://meet.local",
    "https://meet.corp",
    "https://wiki.internal/x",
    "https://intranet/x",
    "https://127.0.0.1/x",
    "https://0x7f000001/x",
    "https://10.0.0.8/x",
    "https://[::1]/x",
    "https://user:pw@meet.example.org",
    "https://",
    "two\nlines",
    "x".repeat(301),
  ])("can't be %j", (value) => {
    expect(accepts(meetingPlace, value)).toBe(false);
    expect(accepts(meetingPlaceTemplate, value)).toBe(false);
  });

  it("of a mentor may have a room for each session", () => {
    const template = "https://meet.example.org/{sessionId}?again={sessionId}";
    expect(accepts(meetingPlaceTemplate, template)).toBe(true);
    expect(placeOf(template, "42")).toBe("https://meet.example.org/42?again=42");
    expect(placeOf(null, "42")).toBeNull();
    for (const wrong of [
      "https://meet.example.org/{id}",
      "Room {sessionId}",
      "https://{sessionId}",
    ]) {
      expect(accepts(meetingPlaceTemplate, wrong)).toBe(false);
    }
  });
});
