import { officeSessionStatus } from "@sundial/validators";
import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { type CalendarSession, toFeed, toSessionFile } from "./icalendar.ts";

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

/** Read by a parser that shares no code with the writer. */
function parse(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return { calendar, events: calendar.getAllSubcomponents("vevent") };
}

function parseOne(text: string) {
  const { calendar, events } = parse(text);
  const [event] = events;
  if (event === undefined || events.length > 1) return expect.fail("there is not just one event");
  return { calendar, event };
}

function propertiesOf(component: ICAL.Component) {
  return component.getAllProperties().map(({ name }) => name);
}

function instantOf(event: ICAL.Component, name: string) {
  const time = event.getFirstPropertyValue(name);
  if (!(time instanceof ICAL.Time)) return expect.fail(`${name} is no time`);
  return { at: time.toJSDate().toISOString(), zone: time.zone?.tzid };
}

const EVENT_PROPERTIES = [
  "uid",
  "sequence",
  "dtstamp",
  "dtstart",
  "dtend",
  "summary",
  "transp",
  "location",
  "description",
  "url",
  "status",
  "last-modified",
].sort();

describe("a session's file", () => {
  it("comes back field by field from another parser", () => {
    const { calendar, event } = parseOne(toSessionFile(session(), READER));
    expect(propertiesOf(calendar).sort()).toEqual(["prodid", "version"]);
    expect(propertiesOf(event).sort()).toEqual(EVENT_PROPERTIES);
    const values = Object.fromEntries(
      ["uid", "sequence", "summary", "location", "description", "url", "status", "transp"].map(
        (name) => [name, event.getFirstPropertyValue(name)],
      ),
    );
    expect(values).toEqual({
      uid: "0199a1b2-0000-7000-8000-000000000001@sundial",
      sequence: 3,
      summary: "Reading a query plan (with Amara Okafor)",
      location: "https://meet.example/a?b=c;d,e",
      description: `Bring one.\n\n${LINK}`,
      url: LINK,
      status: "CONFIRMED",
      transp: "OPAQUE",
    });
    expect(instantOf(event, "dtstart")).toEqual({ at: "2027-03-01T10:00:00.000Z", zone: "UTC" });
    expect(instantOf(event, "dtend")).toEqual({ at: "2027-03-01T11:00:00.000Z", zone: "UTC" });
    expect(instantOf(event, "dtstamp").at).toBe("2027-02-22T12:34:56.000Z");
  });

  it("keeps its identity when the site moves to another host", () => {
    const uid = (siteUrl: string) =>
      parseOne(toSessionFile(session(), { ...READER, siteUrl })).event.getFirstPropertyValue("uid");
    expect(uid("https://elsewhere.example")).toBe(uid(READER.siteUrl));
  });

  it("names whom the reader meets, and both to someone who runs the programme", () => {
    const summary = (readerId: string) =>
      parseOne(toSessionFile(session(), { ...READER, readerId })).event.getFirstPropertyValue(
        "summary",
      );
    expect(summary(MENTOR.id)).toBe("Reading a query plan (with Tom Ward)");
    expect(summary("staff")).toBe("Reading a query plan (Amara Okafor and Tom Ward)");
  });

  it("leaves out the place when there is none, and has the link alone without an agenda", () => {
    const { event } = parseOne(toSessionFile(session({ location: null, agenda: "" }), READER));
    expect(event.getFirstPropertyValue("location")).toBeNull();
    expect(event.getFirstPropertyValue("description")).toBe(LINK);
  });

  it.each([
    ["requested", "TENTATIVE", "OPAQUE", null],
    ["scheduled", "CONFIRMED", "OPAQUE", null],
    ["completed", "CONFIRMED", "OPAQUE", null],
    ["no_show", "CONFIRMED", "OPAQUE", null],
    ["cancelled", "CANCELLED", "TRANSPARENT", "CANCEL"],
    ["declined", "CANCELLED", "TRANSPARENT", "CANCEL"],
    ["expired", "CANCELLED", "TRANSPARENT", "CANCEL"],
  ] as const)("says %s as STATUS:%s, TRANSP:%s, METHOD:%s", (status, shown, transp, method) => {
    const { calendar, event } = parseOne(toSessionFile(session({ status }), READER));
    expect(event.getFirstPropertyValue("status")).toBe(shown);
    expect(event.getFirstPropertyValue("transp")).toBe(transp);
    expect(calendar.getFirstPropertyValue("method")).toBe(method);
    const summary = String(event.getFirstPropertyValue("summary"));
    expect(summary.startsWith("Cancelled: ")).toBe(shown === "CANCELLED");
  });

  // 1:30 comes twice in New York on 7 November 2027; the hour after 2:00 is missing in Berlin on
  // 28 March 2027.
  it.each([
    "2027-11-07T05:30:00.000Z",
    "2027-11-07T06:30:00.000Z",
    "2027-03-28T00:30:00.000Z",
    "2027-03-28T01:00:00.000Z",
  ])("is the instant itself on days when clocks change: %s", (at) => {
    const endsAt = new Date(Date.parse(at) + 1_800_000);
    const { event } = parseOne(toSessionFile(session({ startsAt: new Date(at), endsAt }), READER));
    expect(instantOf(event, "dtstart")).toEqual({ at, zone: "UTC" });
  });
});

describe("what people typed", () => {
  const HOSTILE = [
    "x\r\nATTENDEE:mailto:all@example.org",
    "x\nEND:VEVENT\nBEGIN:VALARM",
    "x\rEND:VCALENDAR",
    "x\u2028DTSTART:19700101T000000Z\u2029y\u0085STATUS:CANCELLED",
    "x\u000bSUMMARY:y\u000cSUMMARY:z\u001cSUMMARY:z\u0000",
    'back\\slash \\n, comma; semicolon: colon "quotes" ^n \' =',
    `🧑‍🤝‍🧑 ${"日本語テキスト".repeat(30)} ${"🎉".repeat(60)}`,
    `\n ${"a".repeat(300)}\n\t${"b c".repeat(100)}\n\n`,
  ];

  const BREAKS = ["\r\n", ..."\r\u0085\u2028\u2029"];
  const OTHER_CONTROLS = Array.from({ length: 0xa0 }, (_, code) =>
    String.fromCharCode(code),
  ).filter((character) => /\p{Cc}/u.test(character) && !"\t\n\r\u0085".includes(character));

  /** What a parser should see: the same text with every kind of line break as one. */
  function expected(text: string) {
    const unbroken = BREAKS.reduce((so, lineBreak) => so.replaceAll(lineBreak, "\n"), text);
    return OTHER_CONTROLS.reduce((so, character) => so.replaceAll(character, ""), unbroken);
  }

  function expectSafe(text: string, written: string) {
    // However a reader splits lines, it sees ours only: no other kind of break is left.
    for (const character of [...BREAKS.slice(1), ...OTHER_CONTROLS]) {
      expect(written.replaceAll("\r\n", "")).not.toContain(character);
    }
    expect(written.endsWith("\r\nEND:VCALENDAR\r\n")).toBe(true);
    for (const line of written.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).toMatch(/^( |[A-Z-]+[;:]|$)/);
    }
    const { calendar, event } = parseOne(written);
    expect(calendar.getAllSubcomponents()).toHaveLength(1);
    expect(propertiesOf(event).sort()).toEqual(EVENT_PROPERTIES);
    expect(event.getAllSubcomponents()).toEqual([]);
    expect(event.getFirstPropertyValue("summary")).toBe(
      `${expected(text)} (with ${expected(text)})`,
    );
    expect(event.getFirstPropertyValue("description")).toBe(`${expected(text)}\n\n${LINK}`);
    expect(event.getFirstPropertyValue("location")).toBe(expected(text));
    expect(event.getFirstPropertyValue("status")).toBe("CONFIRMED");
  }

  function everywhere(text: string) {
    const mentor = { ...MENTOR, name: text };
    return toSessionFile(session({ topic: text, agenda: text, location: text, mentor }), READER);
  }

  it.each(HOSTILE)("stays text: %j", (text) => {
    expectSafe(text, everywhere(text));
  });

  it("stays text, whatever it is", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("\r", "\n", "\r\n", "\u2028", "\\", ";", ",", ":", '"', "BEGIN:", " ", "\t"),
    );
    const texts = fc
      .array(pieces, { maxLength: 60 })
      .map((parts) => parts.join(""))
      .filter((text) => text.length > 0);
    fc.assert(fc.property(texts, (text) => expectSafe(text, everywhere(text))));
  });
});

describe("a feed", () => {
  it("asks to be read again after an hour and is no scheduling message", () => {
    const { calendar, events } = parse(toFeed([], READER));
    expect(events).toEqual([]);
    expect(calendar.getFirstPropertyValue("refresh-interval")?.toString()).toBe("PT1H");
    expect(calendar.getFirstPropertyValue("x-published-ttl")?.toString()).toBe("PT1H");
    expect(calendar.getFirstPropertyValue("x-wr-calname")).toBe("Sundial");
    expect(calendar.getFirstPropertyValue("method")).toBeNull();
  });

  it("has every session once, whatever its status", () => {
    const sessions = officeSessionStatus.options.map((status, index) =>
      session({ id: `0199a1b2-0000-7000-8000-00000000000${index}`, status }),
    );
    const { events } = parse(toFeed(sessions, READER));
    expect(events.map((event) => event.getFirstPropertyValue("uid"))).toEqual(
      sessions.map(({ id }) => `${id}@sundial`),
    );
  });
});
