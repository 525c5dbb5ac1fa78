import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { meaningOf } from "../commands/words.ts";
import { programCase } from "../testing/program-case.ts";

const TODAY = Math.floor(Date.now() / DAY) * DAY;
/** Hours from midnight today, in UTC. */
const at = (hours: number) => `${new Date(TODAY + hours * HOUR).toISOString().slice(0, 16)}Z`;
/** The same, some days from now. */
const ahead = (days: number, hour: number) => at(days * 24 + hour);

const session = (id: string, changes: Record<string, string | number> = {}) => ({
  id,
  mentor: "m1",
  mentee: "e1@example.org",
  starts_at: "2024-03-01T10:00:00Z",
  minutes: 60,
  status: "completed",
  topic: "My first job",
  ...changes,
});

describe("sessions", () => {
  it("arrive, or say why they don't", async () => {
    const { move, outcomes, target, db, idOf } = await programCase();
    const [m2, m3] = [await idOf("m2"), await idOf("m3")];
    const [e5, e6] = [await idOf("e5"), await idOf("e6")];
    await db.user.update({ where: { id: m3 }, data: { status: "suspended" } });
    await erase(db, e5);
    // Somebody has booked here since.
    await db.timeClaim.create({
      data: {
        userId: e6,
        kind: "time_off",
        startsAt: new Date(ahead(9, 10)),
        endsAt: new Date(ahead(9, 11)),
      },
    });
    const rows = {
      "by address": session("by address", { mentor: "M1@Example.org " }),
      "by id here": session("by id here", {
        mentor: m2,
        starts_at: "2024-03-02T10:00:00+02:00",
      }),
      "said to come": session("said to come", {
        starts_at: "2024-03-03T10:00:00Z",
        status: "confirmed",
      }),
      "never answered": session("never answered", {
        starts_at: "2024-03-04T10:00:00Z",
        status: "requested",
      }),
      absent: session("absent", { starts_at: "2024-03-05T10:00:00Z", status: "mentee_no_show" }),
      "absent, by whom": session("absent, by whom", {
        starts_at: "2024-03-06T10:00:00Z",
        status: "no_show",
      }),
      mapped: session("mapped", {
        starts_at: "2024-03-07T10:00:00Z",
        status: "abgesagt",
        cancelled_by: "Lehrer",
      }),
      unmapped: session("unmapped", { status: "whatever" }),
      "not there": session("not there", { mentor: "m99" }),
      nobody: session("nobody", { mentee: "" }),
      alone: session("alone", { mentee: "m1" }),
      erased: session("erased", { mentee: "e5" }),
      "erased, by id here": session("erased, by id here", { mentee: e5 }),
      "suspended, past": session("suspended, past", {
        mentor: "m3",
        starts_at: "2024-03-17T10:00:00Z",
      }),
      "suspended, ahead": session("suspended, ahead", {
        mentor: "m3",
        starts_at: ahead(9, 10),
        status: "scheduled",
      }),
      "no mentor": session("no mentor", {
        mentor: "e2",
        starts_at: ahead(8, 10),
        status: "scheduled",
      }),
      backwards: session("backwards", { minutes: "", ends_at: "2024-03-01T09:00:00Z" }),
      "five hours": session("five hours", { minutes: 300 }),
      "no length": session("no length", { minutes: "" }),
      "year 1": session("year 1", { starts_at: "0001-01-01T10:00:00Z" }),
      "year 9999": session("year 9999", { starts_at: "9999-12-31T23:00:00Z" }),
      "no time": session("no time", { starts_at: "2024-03-08" }),
      "no zone": session("no zone", { starts_at: "2024-03-08 10:00" }),
      "unknown zone": session("unknown zone", {
        starts_at: "2024-03-08 10:00",
        time_zone: "Mars/Base",
      }),
      skipped: session("skipped", { starts_at: "2024-03-31 02:30", time_zone: "Europe/Berlin" }),
      repeated: session("repeated", { starts_at: "2024-10-27 02:30", time_zone: "Europe/Berlin" }),
      seconds: session("seconds", { starts_at: "2024-03-09T10:00:30Z" }),
      "held already": session("held already", { starts_at: ahead(3, 10) }),
      "long words": session("long words", {
        starts_at: "2024-03-10T10:00:00Z",
        topic: "x".repeat(200),
        agenda: "tells\u202e lies",
        location: "y".repeat(400),
      }),
      "a NUL": session("a NUL", { starts_at: "2024-03-11T10:00:00Z", topic: "a\0b" }),
      twice: session("twice", { starts_at: "2024-03-12T10:00:00Z" }),
      "two minds": session("two minds", { starts_at: "2024-03-13T10:00:00Z" }),
      "two ids": session("two ids", { starts_at: "2024-03-14T10:00:00Z" }),
      "two ids again": session("two ids again", { starts_at: "2024-03-14T10:30:00Z" }),
      "busy then": session("busy then", { starts_at: "2024-03-15T10:00:00Z" }),
      "busy then, too": session("busy then, too", {
        mentor: "m2",
        starts_at: "2024-03-15T10:30:00Z",
      }),
      ahead: session("ahead", { starts_at: ahead(5, 10), status: "scheduled", location: "Room 1" }),
      asked: session("asked", { starts_at: ahead(5, 11), status: "requested" }),
      "called off": session("called off", { starts_at: ahead(5, 10), status: "canceled" }),
      overlaps: session("overlaps", { mentee: "e3", starts_at: ahead(6, 10), status: "scheduled" }),
      "overlaps, too": session("overlaps, too", {
        mentor: "m2",
        mentee: "e3",
        starts_at: ahead(6, 10.5),
        status: "scheduled",
      }),
      "taken here": session("taken here", {
        mentee: "e6",
        starts_at: ahead(9, 10.5),
        status: "scheduled",
      }),
      "under way": session("under way", {
        mentor: "m4",
        mentee: "e4",
        starts_at: `${new Date(Date.now() - 10 * MINUTE).toISOString().slice(0, 16)}Z`,
        status: "scheduled",
      }),
    };
    const again = [
      rows.twice,
      { ...rows["two minds"], minutes: 30 },
      session("\0", {}),
      session("", { starts_at: "2024-03-16T10:00:00Z", mentor: "m4" }),
    ];
    const sheets = { sessions: [...Object.values(rows), ...again] };
    const mapping = {
      sessions: { statuses: { abgesagt: "cancelled" }, cancelledBy: { Lehrer: "mentor" } },
    };
    const rehearsed = await move(sheets, { mode: "rehearse", mapping });
    const { report } = await move(sheets, { mapping });
    expect(report.totals).toEqual(rehearsed.report.totals);
    expect(report.totals[0]).toMatchObject({ source: sheets.sessions.length, unaccounted: 0 });
    const codes = report.totals.flatMap((of) => Object.keys(of.codes));
    expect(codes.filter((code) => meaningOf(code) === "see the documentation")).toEqual([]);
    const found = await outcomes("session");
    const withoutId = Object.keys(found).filter((key) => !(key in rows));
    expect(
      withoutId.map((key) => `${key.replace(/[0-9a-f-]{36}/, "id of its own")}: ${found[key]}`),
    ).toEqual([
      "id of its own: migrated",
      `sessions.csv#${sheets.sessions.length - 1}: quarantined TEXT_INVALID`,
      "twice #2: excluded SAME_ROW_AGAIN",
      "two minds #2: quarantined ROWS_DISAGREE",
    ]);
    for (const key of withoutId) delete found[key];
    expect(found).toEqual({
      "by address": "migrated",
      "by id here": "migrated",
      "said to come": "flagged COMPLETED_BY_TIME",
      "never answered": "flagged EXPIRED_BY_TIME",
      absent: "migrated",
      "absent, by whom": "quarantined ABSENT_UNKNOWN",
      mapped: "migrated",
      unmapped: "quarantined STATUS_UNMAPPED",
      "not there": "quarantined PERSON_UNKNOWN",
      nobody: "quarantined PERSON_MISSING, PERSON_UNKNOWN",
      alone: "quarantined SAME_PERSON",
      erased: "excluded PERSON_ERASED",
      "erased, by id here": "excluded PERSON_ERASED",
      "suspended, past": "migrated",
      "suspended, ahead": "quarantined PARTY_SUSPENDED",
      "no mentor": "quarantined NOT_A_MENTOR",
      backwards: "quarantined END_BEFORE_START",
      "five hours": "quarantined LENGTH_INVALID",
      "no length": "quarantined LENGTH_INVALID",
      "year 1": "quarantined TIME_INVALID",
      "year 9999": "quarantined TIME_INVALID",
      "no time": "quarantined TIME_INVALID",
      "no zone": "quarantined TIME_ZONE_MISSING",
      "unknown zone": "quarantined TIME_ZONE_INVALID",
      skipped: "flagged TIME_SKIPPED",
      repeated: "flagged TIME_REPEATED",
      seconds: "flagged SECONDS_DROPPED",
      "held already": "quarantined STATUS_IN_FUTURE",
      "long words": "flagged TOPIC_CUT, AGENDA_UNUSABLE, LOCATION_CUT",
      "a NUL": "flagged TOPIC_UNUSABLE",
      twice: "migrated",
      "two minds": "quarantined ROWS_DISAGREE",
      "two ids": "quarantined SESSION_TWIN",
      "two ids again": "quarantined SESSION_TWIN",
      "busy then": "flagged PAST_OVERLAP",
      "busy then, too": "flagged PAST_OVERLAP",
      ahead: "migrated",
      asked: "migrated",
      "called off": "migrated",
      overlaps: "quarantined OVERLAPS_ANOTHER",
      "overlaps, too": "quarantined OVERLAPS_ANOTHER",
      "taken here": "quarantined TIME_TAKEN",
      "under way": "migrated",
    });
    const starts = await target.query<{ topic: string; at: string }>(
      `SELECT source_key AS topic, starts_at AT TIME ZONE 'UTC' || '' AS at FROM office_sessions s
       JOIN migration_records r ON r.target_key = s.id::text WHERE source_key IN ('skipped', 'repeated', 'seconds', 'by id here')
       ORDER BY 1`,
    );
    expect(starts.rows.map(({ topic, at: time }) => `${topic} ${time}`)).toEqual([
      "by id here 2024-03-02 08:00:00",
      "repeated 2024-10-27 00:30:00",
      "seconds 2024-03-09 10:00:00",
      "skipped 2024-03-31 01:30:00",
    ]);
    const claims = await target.query(
      "SELECT count(*)::int AS n FROM time_claims WHERE office_session_id IS NOT NULL",
    );
    expect(claims.rows).toEqual([{ n: 6 }]);

    // Erased since, and changed in the source: the other person keeps the session without new words.
    await erase(db, await idOf("e4"));
    const later = sheets.sessions.map((row) =>
      row.id === "under way" ? { ...row, topic: "New words" } : row,
    );
    await move({ sessions: later }, { mapping });
    expect((await outcomes("session"))["under way"]).toBe("flagged CHANGED_ON_BOTH_SIDES");
    expect(await db.officeSession.count({ where: { topic: "New words" } })).toBe(0);
    expect(await db.timeClaim.count({ where: { officeSessionId: { not: null } } })).toBe(6);
  });
});

/** Past sessions that don't overlap, with every status, and some ahead. */
function manySessions(count: number) {
  const statuses = ["completed", "confirmed", "cancelled", "declined", "expired", "no_show"];
  return Array.from({ length: count }, (_, n) => {
    const isAhead = n % 10 === 0;
    const day = new Date(isAhead ? TODAY + (2 + n) * DAY : Date.UTC(2024, 0, 1) + n * DAY);
    const status = statuses[(n * 7) % statuses.length] ?? "";
    return session(`s${n}`, {
      mentor: `m${1 + (n % 3)}`,
      mentee: `e${1 + (n % 5)}`,
      starts_at: `${day.toISOString().slice(0, 10)}T10:00:00Z`,
      minutes: 30,
      status: isAhead ? "scheduled" : status,
      absent: "mentee",
      cancelled_by: n % 2 === 0 ? "mentor" : "staff",
      topic: `Topic ${n}`,
    });
  });
}

const HOURS: Record<string, string>[] = [
  { mentor: "m1", weekday: "Monday", start: "09:00", end: "12:00", time_zone: "Europe/Berlin" },
  { mentor: "m1", weekday: "mon", start: "2:00 pm", end: "15:00", time_zone: "Europe/Berlin" },
  { mentor: "m1", weekday: "5", start: "22:00", end: "01:00", time_zone: "Europe/Berlin" },
  { mentor: "m1", weekday: "Funday", start: "09:00", end: "10:00", time_zone: "Europe/Berlin" },
  {
    mentor: "m1",
    weekday: "2",
    start: "10:00",
    end: "11:00",
    time_zone: "Asia/Tokyo",
    valid_from: "2030-05-01",
    valid_to: "2030-05-14",
  },
  { mentor: "m1", date: "2030-06-03", start: "08:00", end: "09:00" },
  { mentor: "m1", date: "2030-06-10" },
  {
    mentor: "m1",
    time_zone: "Europe/Berlin",
    time_off_from: "2030-07-01 00:00",
    time_off_until: "2030-07-15 00:00",
    label: "Holidays",
  },
  { mentor: "m2", weekday: "1", start: "09:00", end: "12:00", time_zone: "UTC" },
  { mentor: "m3", weekday: "1", start: "09:00", end: "12:00", time_zone: "UTC" },
  { mentor: "m3", weekday: "2", start: "09:00", end: "12:00", time_zone: "Europe/Berlin" },
  { mentor: "e1", weekday: "1", start: "09:00", end: "12:00", time_zone: "UTC" },
];
const TOPICS = [
  { person: "m1", topics: "System Design; system  design; TypeScript" },
  { person: "m1@example.org", topics: "Testing|x" },
  { person: "m2", topics: Array.from({ length: 13 }, (_, n) => `Topic ${10 + n}`).join(",") },
  { person: "e1", topics: "Testing" },
  { person: "m3", topics: "" },
];

describe("bookings made meanwhile", () => {
  it("keep their time, and only the session that clashes stays behind", async () => {
    const { db, target, idOf, move, outcomes } = await programCase();
    await target.query("BEGIN");
    await target.query(
      "INSERT INTO time_claims (id, user_id, kind, starts_at, ends_at) VALUES (gen_random_uuid(), $1, 'time_off', $2, $3)",
      [await idOf("m1"), ahead(5, 10), ahead(5, 11)],
    );
    const moving = move({
      sessions: [
        session("clashing", { starts_at: ahead(5, 10.5), status: "scheduled" }),
        session("other", { starts_at: ahead(5, 12), status: "scheduled" }),
        session("past"),
      ],
    });
    await expect
      .poll(
        () =>
          db.$queryRaw`SELECT count(*)::int AS waiting FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      .toEqual([{ waiting: 1 }]);
    await target.query("COMMIT");
    await moving;
    expect(await outcomes("session")).toEqual({
      clashing: "quarantined TIME_TAKEN",
      other: "migrated",
      past: "migrated",
    });
  });
});

describe("a program's history", () => {
  it("counts from the first day, announces nothing, and stays what people make of it", async () => {
    const { db, target, idOf, ...program } = await programCase();
    const [m1, m2, e1] = [await idOf("m1"), await idOf("m2"), await idOf("e1")];
    await db.availabilitySchedule.create({ data: { mentorId: m2, timeZone: "UTC" } });
    await db.webhookEndpoint.create({
      data: { url: "https://hooks.example.org", secret: "sealed", createdAt: new Date() },
    });
    // What the directory knew before.
    await target.query(
      "UPDATE earliest_slots SET not_before = now() + interval '9 days', known_until = now(), open_until = now()",
    );
    const sessions = manySessions(150);
    const sheets = { sessions, availability: HOURS, expertise: TOPICS };
    const { report } = await program.move(sheets);
    expect(
      report.totals.map(({ entity, source, unaccounted }) => [entity, source, unaccounted]),
    ).toEqual([
      ["session", 150, 0],
      ["availability", HOURS.length, 0],
      ["expertise", 20, 0],
    ]);

    const became = (row: (typeof sessions)[number]) =>
      row.status === "confirmed" ? "completed" : row.status;
    const expected = new Map<string, number>();
    for (const row of sessions) {
      const key = `${row.mentor} ${row.mentee} ${became(row)}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const counted = await target.query<{ key: string; n: number }>(
      `SELECT split_part(m.email, '@', 1) || ' ' || split_part(e.email, '@', 1) || ' ' || s.status AS key, count(*)::int AS n
       FROM office_sessions s JOIN users m ON m.id = s.mentor_id JOIN users e ON e.id = s.mentee_id GROUP BY 1`,
    );
    expect(new Map(counted.rows.map(({ key, n }) => [key, n]))).toEqual(expected);
    expect(await db.timeClaim.count()).toBe(
      2 * sessions.filter((row) => row.status === "scheduled").length,
    );
    expect(await db.emailOutbox.count()).toBe(0);
    expect(await db.webhookDelivery.count()).toBe(0);
    const events = await db.auditEvent.groupBy({ by: ["action"], _count: true });
    expect(events.map(({ action, _count }) => [action, _count]).sort()).toEqual([
      ["migration.completed", 2],
      ["migration.started", 2],
    ]);

    expect(codesOf(await program.outcomes("availability"), "m1: ", "m2: ", "m3: ", "e1: ")).toEqual(
      {
        "m1: Funday 09:00 10:00 Europe/Berlin": "quarantined WEEKDAY_UNMAPPED",
        "m1: 5 22:00 01:00 Europe/Berlin": "flagged PAST_MIDNIGHT",
        "m2: 1 09:00 12:00 UTC": "excluded HOURS_SET_HERE",
        "m3: 1 09:00 12:00 UTC": "quarantined ZONES_DIFFER",
        "m3: 2 09:00 12:00 Europe/Berlin": "quarantined ZONES_DIFFER",
        "e1: 1 09:00 12:00 UTC": "quarantined NO_MENTOR_PROFILE",
      },
    );
    expect(
      codesOf(await program.outcomes("expertise"), "m1: ", "m2: ", "m3: ", "e1: ", ""),
    ).toEqual({
      "m1: system-design #2": "excluded SAME_ROW_AGAIN",
      "id: testing": "excluded TOPIC_PRESENT",
      "id: x": "quarantined TOPIC_INVALID",
      "m2: topic-21": "quarantined TOPICS_TOO_MANY",
      "m2: topic-22": "quarantined TOPICS_TOO_MANY",
      "e1: testing": "quarantined NO_MENTOR_PROFILE",
      "m3: ": "quarantined TOPICS_MISSING",
    });
    const schedules = await db.availabilitySchedule.findMany({
      where: { mentorId: m1 },
      select: { timeZone: true, validFrom: true, validTo: true, travel: true, _count: true },
      orderBy: { validFrom: { sort: "asc", nulls: "first" } },
    });
    const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? "";
    expect(
      schedules.map(({ timeZone, validFrom, validTo, travel, _count }) =>
        [timeZone, day(validFrom), day(validTo), travel, _count.rules].join(" "),
      ),
    ).toEqual([
      "Europe/Berlin  2030-04-30 false 3",
      "Asia/Tokyo 2030-05-01 2030-05-14 true 1",
      "Europe/Berlin 2030-05-15  false 3",
    ]);
    expect(await db.availabilityOverride.count({ where: { mentorId: m1 } })).toBe(2);
    expect(await db.timeOff.findMany({ select: { mentorId: true, startsAt: true } })).toEqual([
      { mentorId: m1, startsAt: new Date("2030-06-30T22:00:00Z") },
    ]);
    expect(await program.verify(sheets)).toMatchObject({ faults: {}, changedHere: {} });
    expect((await program.verifyPeople()).faults).toEqual({});
    // The directory computes the next slot anew, and lists the mentor once there is a place to meet.
    const bounds = await db.earliestSlot.findUnique({ where: { mentorId: m1 } });
    expect(bounds).toMatchObject({
      notBefore: new Date(0),
      knownUntil: new Date(0),
      openUntil: new Date(0),
    });
    const profile = await db.mentorProfile.update({
      where: { userId: m1 },
      data: { location: "Room 1" },
    });
    expect(profile).toMatchObject({ missingSteps: [], isListed: true });

    const idOfSession = async (key: string) => {
      const row = await db.migrationRecord.findFirst({
        where: { entity: "session", sourceKey: key },
        select: { targetKey: true },
      });
      return row?.targetKey ?? "";
    };
    const change = async (key: string, action: string) => {
      const id = await idOfSession(key);
      await db.officeSession.update({ where: { id }, data: { agenda: "As agreed" } });
      await db.auditEvent.create({
        data: { actorKind: "system", action, targetType: "officeSession", targetId: id },
      });
    };
    await target.query("UPDATE office_sessions SET topic = 'topic 1' WHERE topic = 'Topic 1'");
    await target.query("UPDATE availability_rules SET end_minute = 721 WHERE end_minute = 720");
    const faulty = await program.verify(sheets);
    expect(faulty.faults).toEqual({ CHANGED_IN_TARGET: 8 });
    expect(faulty.examples[0]).toMatchObject({ entity: "session", key: "s1" });
    await target.query("UPDATE office_sessions SET topic = 'Topic 1' WHERE topic = 'topic 1'");
    await target.query("UPDATE availability_rules SET end_minute = 720 WHERE end_minute = 721");

    // Later, both sides have changed.
    await change("s2", "officeSession.rescheduled");
    await change("s4", "officeSession.rescheduled");
    await change("s6", "officeSession.rescheduled");
    const later = {
      ...sheets,
      sessions: sessions
        .filter(({ id }) => id !== "s3" && id !== "s4")
        .map((row) => (["s1", "s2"].includes(row.id) ? { ...row, topic: "Another topic" } : row)),
      availability: HOURS.filter(({ date }) => date !== "2030-06-10"),
    };
    const second = await program.move(later);
    expect(second.report.totals.every(({ unaccounted }) => unaccounted === 0)).toBe(true);
    const topics = await target.query<{ key: string; topic: string }>(
      `SELECT source_key AS key, s.topic FROM migration_records r JOIN office_sessions s ON s.id::text = r.target_key
       WHERE source_key IN ('s1', 's2', 's3', 's4', 's5') ORDER BY 1`,
    );
    expect(topics.rows.map(({ key, topic }) => `${key}: ${topic}`)).toEqual([
      "s1: Another topic",
      "s2: Topic 2",
      "s4: Topic 4",
      "s5: Topic 5",
    ]);
    const sessionCodes = await program.outcomes("session");
    expect(sessionCodes.s2).toContain("CHANGED_ON_BOTH_SIDES");
    expect(sessionCodes.s4).toContain("GONE_FROM_SOURCE");
    expect(await db.availabilityOverride.count({ where: { mentorId: m1 } })).toBe(1);
    expect(await program.verify(later)).toMatchObject({ faults: {}, changedHere: { session: 2 } });
    expect(await db.emailOutbox.count()).toBe(0);

    // A note keeps its session, too.
    await db.sessionNote.create({
      data: { officeSessionId: await idOfSession("s5"), authorId: e1, body: "It went well" },
    });
    const { removed, kept } = await program.rollBack();
    expect(kept).toBe(4);
    expect(removed).toBeGreaterThan(140);
    const left = await db.officeSession.findMany({ select: { topic: true } });
    expect(left.map(({ topic }) => topic).sort()).toEqual([
      "Topic 2",
      "Topic 4",
      "Topic 5",
      "Topic 6",
    ]);
    expect(await db.timeClaim.count()).toBe(0);
    expect(await db.availabilitySchedule.findMany({ select: { mentorId: true } })).toEqual([
      { mentorId: m2 },
    ]);
    const labels = await db.expertise.findMany({ select: { label: true }, distinct: ["label"] });
    expect(labels).toEqual([{ label: "Testing" }]);
  });
});

/** The outcomes that say more than "migrated", by keys that begin so; others are an id. */
function codesOf(outcomes: Record<string, string>, ...beginnings: string[]) {
  const entries = Object.entries(outcomes)
    .filter(([, said]) => said !== "migrated")
    .map(([key, said]) => [key.replace(/^[0-9a-f-]{36}/, "id"), said] as const)
    .filter(([key]) => beginnings.some((beginning) => key.startsWith(beginning)));
  return Object.fromEntries(entries);
}

type Db = Awaited<ReturnType<typeof programCase>>["db"];

/** As the product leaves an erased person. */
async function erase(db: Db, id: string) {
  await db.user.update({
    where: { id },
    data: {
      name: "Former member",
      email: `erased-${id}@erased.invalid`,
      status: "suspended",
      statusReason: null,
      lastLoginAt: null,
      anonymizedAt: new Date(),
    },
  });
}
