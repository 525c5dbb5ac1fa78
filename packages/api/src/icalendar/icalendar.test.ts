import { officeSessionStatus } from "@sundial/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asName, asRead, HOSTILE_TEXTS, readCalendar } from "../testing/calendars.ts";
import { type CalendarSession, toFeed, toInvitation, toSessionFile } from "./icalendar.ts";

const MENTOR = { id: "mentor", name: "Amara Okafor" };
const MENTEE = { id: "mentee", name: "Tom Ward" };
const READER = { readerId: MENTEE.id, siteUrl: "https://sundial.example.org" };
const LINK = "https://sundial.example.org/sessions/0199a1b2-0000-7000-8000-000000000001";

function session(overrides: Partial<CalendarSession> = {}): CalendarSession {
  return {
    id: "0199a1b2-0000-7000-8000-000000000001",
    status: "scheduled",
    startsAt: new Date("2027-03-01T10:00:00Z"),
    endsAt: new Date("2027-03-01T11:00:00Z"),
    topic: "Reading a query plan",
    agenda: "Bring one.",
    location: "https://meet.example/a?b=c;d,e",
    calendarSequence: 3,
    updatedAt: new Date("2027-02-22T12:34:56Z"),
    mentor: MENTOR,
    mentee: MENTEE,
    ...overrides,
  };
}

function readOne(text: string) {
  const { events, ...calendar } = readCalendar(text);
  const [event] = events;
  if (event === undefined || events.length > 1) return expect.fail("there is not just one event");
  return { calendar, event };
}

/** Every field of the session above, for its mentee. */
const FIELDS = {
  uid: "0199a1b2-0000-7000-8000-000000000001@sundial",
  sequence: 3,
  stamp: "2027-02-22T12:34:56.000Z",
  lastModified: "2027-02-22T12:34:56.000Z",
  start: "2027-03-01T10:00:00.000Z",
  end: "2027-03-01T11:00:00.000Z",
  summary: "Reading a query plan (with Amara Okafor)",
  location: "https://meet.example/a?b=c;d,e",
  description: `Bring one.\n\n${LINK}`,
  url: LINK,
  status: "CONFIRMED",
  transp: "OPAQUE",
  organizer: null,
  attendee: null,
  others: [],
};

describe("a session's calendar file", () => {
  it("is read back field by field by another parser", () => {
    const { calendar, event } = readOne(toSessionFile(session(), READER));
    expect(calendar.properties.sort()).toEqual(["prodid", "version"]);
    expect(event).toEqual(FIELDS);
  });

  it("keeps its UID when the site moves to another host", () => {
    const uid = (siteUrl: string) =>
      readOne(toSessionFile(session(), { ...READER, siteUrl })).event.uid;
    expect(uid("https://elsewhere.example")).toBe(uid(READER.siteUrl));
  });

  it("names the other person, or both to program staff", () => {
    const summary = (readerId: string) =>
      readOne(toSessionFile(session(), { ...READER, readerId })).event.summary;
    expect(summary(MENTOR.id)).toBe("Reading a query plan (with Tom Ward)");
    expect(summary("staff")).toBe("Reading a query plan (Amara Okafor and Tom Ward)");
  });

  it("omits an unset place, and contains only the link without an agenda", () => {
    const { event } = readOne(toSessionFile(session({ location: null, agenda: "" }), READER));
    expect(event).toMatchObject({ location: null, description: LINK });
  });

  it.each([
    ["requested", "TENTATIVE", "OPAQUE", null],
    ["scheduled", "CONFIRMED", "OPAQUE", null],
    ["completed", "CONFIRMED", "OPAQUE", null],
    ["no_show", "CONFIRMED", "OPAQUE", null],
    ["cancelled", "CANCELLED", "TRANSPARENT", "CANCEL"],
    ["declined", "CANCELLED", "TRANSPARENT", "CANCEL"],
    ["expired", "CANCELLED", "TRANSPARENT", "CANCEL"],
  ] as const)("writes %s as STATUS:%s, TRANSP:%s, METHOD:%s", (status, shown, transp, method) => {
    const { calendar, event } = readOne(toSessionFile(session({ status }), READER));
    expect(event).toMatchObject({ status: shown, transp });
    expect(calendar.method).toBe(method);
    expect(String(event.summary).startsWith("Cancelled: ")).toBe(shown === "CANCELLED");
  });

  // 1:30 occurs twice in New York on November 7, 2027; the hour after 2:00 is missing in Berlin on
  // March 28, 2027.
  it.each([
    "2027-11-07T05:30:00.000Z",
    "2027-11-07T06:30:00.000Z",
    "2027-03-28T00:30:00.000Z",
    "2027-03-28T01:00:00.000Z",
  ])("contains the exact instant on days when clocks change: %s", (at) => {
    const endsAt = new Date(Date.parse(at) + 1_800_000);
    const { event } = readOne(toSessionFile(session({ startsAt: new Date(at), endsAt }), READER));
    expect(event.start).toBe(at);
  });
});

describe("text people typed", () => {
  const FROM = { name: "Sundial", address: "no-reply@sundial.example.org" };

  /** Once in each place where somebody's text can appear. */
  function expectText(text: string) {
    const mentor = { ...MENTOR, name: text };
    const everywhere = session({ topic: text, agenda: text, location: text, mentor });
    const { content, method } = toInvitation(everywhere, {
      ...READER,
      from: { ...FROM, name: text },
      to: { name: text, address: "tom+office@example.org" },
    });
    const { calendar, event } = readOne(content);
    const read = asRead(text);
    expect(calendar.properties.sort()).toEqual(["method", "prodid", "version"]);
    expect([calendar.method, method]).toEqual(["REQUEST", "REQUEST"]);
    expect(event).toEqual({
      ...FIELDS,
      summary: `${read} (with ${read})`,
      description: `${read}\n\n${LINK}`,
      location: read,
      organizer: { address: `mailto:${FROM.address}`, name: asName(read) },
      attendee: { address: "mailto:tom+office@example.org", name: asName(read) },
    });
    expect(readOne(toSessionFile(everywhere, READER)).event).toEqual({
      ...event,
      organizer: null,
      attendee: null,
    });
    expect(readOne(toFeed([everywhere], READER, text)).event).toMatchObject({ location: read });
  }

  it.each(HOSTILE_TEXTS)("stays text: %j", expectText);

  it("stays text, whatever it contains", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("\r", "\n", "\r\n", "\u2028", "\\", ";", ",", ":", '"', "^", "BEGIN:"),
      fc.constantFrom(" ", "\t", "\u202E", "🎉"),
    );
    const texts = fc
      .array(pieces, { maxLength: 60 })
      .map((parts) => parts.join(""))
      .filter((text) => asRead(text).length > 0);
    fc.assert(fc.property(texts, expectText));
  });

  it.each([
    ["ada@example.org", "mailto:ada@example.org"],
    ["o'neil+x@example.org", "mailto:o'neil+x@example.org"],
    ['"a b;c"@example.org', "mailto:%22a%20b%3Bc%22@example.org"],
    ["a?subject=x&b%@example.org", "mailto:a%3Fsubject%3Dx%26b%25@example.org"],
    ["é@example.org", "mailto:%C3%A9@example.org"],
  ])("keeps the address %s intact", (address, written) => {
    const to = { name: "Tom Ward", address };
    const { content } = toInvitation(session(), { ...READER, from: FROM, to });
    expect(readOne(content).event.attendee).toEqual({ name: "Tom Ward", address: written });
  });
});

describe("a feed", () => {
  it("asks to be refreshed hourly and is not an invitation", () => {
    const { calendar, events } = readCalendar(toFeed([], READER, "Sundial"));
    expect(events).toEqual([]);
    expect(calendar.getFirstPropertyValue("refresh-interval")?.toString()).toBe("PT1H");
    expect(calendar.getFirstPropertyValue("x-published-ttl")?.toString()).toBe("PT1H");
    expect(calendar.getFirstPropertyValue("x-wr-calname")).toBe("Sundial");
    expect(calendar.getFirstPropertyValue("method")).toBeNull();
  });

  it("contains every session once, whatever its status", () => {
    const sessions = officeSessionStatus.options.map((status, index) =>
      session({ id: `0199a1b2-0000-7000-8000-00000000000${index}`, status }),
    );
    const { events } = readCalendar(toFeed(sessions, READER, "Sundial"));
    expect(events.map(({ uid }) => uid)).toEqual(sessions.map(({ id }) => `${id}@sundial`));
  });
});
