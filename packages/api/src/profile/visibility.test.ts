import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { menteeProfileFields, mentorProfileFields } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, minutesAfter } from "../testing/office-sessions.ts";

const { db, as, asService } = await testApi();

const menteeFields = {
  kind: "mentee",
  experienceLevel: "junior",
  goals: "Learn by doing",
  background: "Ten years of gardening",
  interests: ["Testing"],
  weeklyHours: "two_to_five",
  learningStyle: "hands_on",
} as const;

const mentorFields = {
  kind: "mentor",
  headline: "Someone who has been there",
  bio: "Glad to help with whatever you bring.",
  languages: ["en"],
  expertise: ["Testing"],
} as const;

/** Sets who sees what on the profile of this mentee. */
async function setForMentee(mentee: { id: string }, visibility: object) {
  const caller = await as(mentee);
  const { menteeProfile } = await caller.profile.me();
  const fields = menteeProfileFields.parse({ ...menteeFields, visibility });
  return caller.profile.update({ ...fields, version: menteeProfile?.version ?? 0 });
}

async function setForMentor(mentor: { id: string }, visibility: object, expertise = ["Testing"]) {
  const caller = await as(mentor);
  const { mentorProfile } = await caller.profile.me();
  const fields = mentorProfileFields.parse({ ...mentorFields, expertise, visibility });
  return caller.profile.update({ ...fields, version: mentorProfile?.version ?? 0 });
}

describe("by default", () => {
  it("a mentor shows everything to everyone, and a mentee to people they have a session with", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    expect((await (await as(mentor)).profile.me()).mentorProfile?.visibility).toEqual({
      headline: "everyone",
      bio: "everyone",
      languages: "everyone",
      expertise: "everyone",
    });
    expect((await (await as(mentee)).profile.me()).menteeProfile?.visibility).toEqual({
      experienceLevel: "sessions",
      goals: "sessions",
      background: "sessions",
      interests: "sessions",
      weeklyHours: "sessions",
      learningStyle: "sessions",
    });
  });
});

describe("a mentee's field", () => {
  it("is hidden from their mentor when it is for staff, and staff and the mentee see it", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await setForMentee(mentee, { background: "staff", interests: "staff" });
    const byMentor = await as(mentor);
    const hidden = { goals: "Learn by doing", background: null, interests: [] };
    expect(await byMentor.profile.byId({ id: mentee.id })).toMatchObject({ menteeProfile: hidden });
    expect(await byMentor.officeSession.brief({ id: session.id })).toMatchObject({
      mentee: hidden,
      mentor: null,
    });
    const whole = { background: "Ten years of gardening", interests: ["Testing"] };
    for (const reader of [
      await as(mentee),
      await as(await createUser(db, { role: "pm" })),
      asService(["profile:read"]),
    ]) {
      const { menteeProfile } = await reader.profile.byId({ id: mentee.id });
      expect(menteeProfile).toMatchObject(whole);
    }
  });

  it("for everyone is all that strangers see, and without one they don't see the profile", async () => {
    const mentee = await createMentee(db);
    const stranger = await as(await createMentee(db));
    const missing = await refusalOf(stranger.profile.byId({ id: "nobody" }));
    expect(await refusalOf(stranger.profile.byId({ id: mentee.id }))).toEqual(missing);
    await setForMentee(mentee, { goals: "everyone" });
    expect((await stranger.profile.byId({ id: mentee.id })).menteeProfile).toEqual({
      goals: "Learn by doing",
      background: null,
      interests: [],
      experienceLevel: null,
      weeklyHours: null,
      learningStyle: null,
      version: 2,
    });
    await db.user.update({ where: { id: mentee.id }, data: { status: "inactive" } });
    expect(await refusalOf(stranger.profile.byId({ id: mentee.id }))).toEqual(missing);
  });

  it("for people with a session is shown while a request waits, and no longer once it is declined", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as, {
      mentor: { profile: { autoAccept: false } },
    });
    const caller = await as(mentor);
    const brief = () => caller.officeSession.brief({ id: session.id });
    expect(await brief()).toMatchObject({ mentee: { goals: "Learn by doing" } });
    await caller.officeSession.decline({ id: session.id, version: 1 });
    expect(await brief()).toMatchObject({ mentee: { goals: null, interests: [] } });
    expect(await refusalOf(caller.profile.byId({ id: mentee.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is no longer shown once the only session is cancelled or the request has expired", async () => {
    const cancelled = await bookedSession(db, as);
    const byMentee = await as(cancelled.mentee);
    await byMentee.officeSession.cancel({ ...cancelled.input });
    const ofCancelled = await as(cancelled.mentor);
    expect(await ofCancelled.officeSession.brief({ id: cancelled.session.id })).toMatchObject({
      mentee: { goals: null },
    });
    const expired = await bookedSession(db, as, { mentor: { profile: { autoAccept: false } } });
    const later = await as(expired.mentor, { now: minutesAfter(NOW, 3 * 1440) });
    expect(await later.officeSession.brief({ id: expired.session.id })).toMatchObject({
      mentee: { goals: null },
    });
  });

  it("stays visible to a person they have met, also while one of them is inactive", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const now = minutesAfter(session.endsAt, 60);
    await (await as(mentor, { now })).officeSession.complete({ id: session.id, version: 1 });
    await db.user.update({ where: { id: mentee.id }, data: { status: "inactive" } });
    const caller = await as(mentor, { now });
    expect(await caller.profile.byId({ id: mentee.id })).toMatchObject({
      menteeProfile: { goals: "Learn by doing" },
    });
  });
});

describe("a mentor's field", () => {
  it("is hidden on the card, on the mentor's page and in the session unless the reader may see it", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await setForMentor(mentor, { headline: "sessions", bio: "staff", expertise: "sessions" });
    const [met, stranger] = [await as(mentee), await as(await createMentee(db))];
    const bio = null;
    const seen = { headline: mentorFields.headline, bio, expertise: [{ label: "Testing" }] };
    const unseen = { headline: null, bio, languages: ["en"], expertise: [] };
    expect(await met.mentor.byId({ id: mentor.id })).toMatchObject(seen);
    expect((await met.profile.byId({ id: mentor.id })).mentorProfile).toMatchObject(seen);
    expect(await met.officeSession.brief({ id: session.id })).toMatchObject({ mentor: seen });
    expect(await stranger.mentor.byId({ id: mentor.id })).toMatchObject(unseen);
    expect((await stranger.profile.byId({ id: mentor.id })).mentorProfile).toMatchObject(unseen);
    for (const [reader, expected] of [
      [met, seen],
      [stranger, unseen],
    ] as const) {
      const { items } = await reader.mentor.list({ search: mentor.name });
      expect(items).toMatchObject([expected]);
    }
  });

  it("isn't found by a search or a filter unless everyone sees it", async () => {
    const mentor = await createMentor(db, { expertise: ["Beekeeping"] });
    const reader = await as(await createMentee(db));
    await reader.officeSession.book(bookingWith(mentor));
    const caller = await as(mentor);
    const found = async () => {
      const ids = await Promise.all(
        [
          { search: "beekeep" },
          { search: "been there" },
          { expertise: "beekeeping" },
          { language: "tlh" },
        ].map(async (query) => (await reader.mentor.list(query)).items.map(({ id }) => id)),
      );
      const { expertise, languages } = await reader.mentor.filters();
      return [
        ids.map((each) => each.includes(mentor.id)),
        expertise.some(({ slug }) => slug === "beekeeping"),
        languages.some(({ tag }) => tag === "tlh"),
      ];
    };
    const set = async (visibility: "everyone" | "sessions" | "staff") => {
      const { mentorProfile } = await caller.profile.me();
      await caller.profile.update({
        kind: "mentor",
        headline: mentorFields.headline,
        bio: mentorFields.bio,
        languages: ["tlh"],
        expertise: ["Beekeeping"],
        visibility: { headline: visibility, languages: visibility, expertise: visibility },
        version: mentorProfile?.version ?? 0,
      });
    };
    await set("everyone");
    expect(await found()).toEqual([[true, true, true, true], true, true]);
    for (const visibility of ["sessions", "staff"] as const) {
      await set(visibility);
      expect(await found()).toEqual([[false, false, false, false], false, false]);
      const { items } = await reader.mentor.list({ search: mentor.name });
      expect(items.map(({ id }) => id)).toEqual([mentor.id]);
    }
    await set("everyone");
    expect(await found()).toEqual([[true, true, true, true], true, true]);
  });
});

describe("profile.update", () => {
  it("keeps what it doesn't name, and logs the names of what changed", async () => {
    const mentee = await createMentee(db);
    await setForMentee(mentee, { goals: "everyone", background: "staff" });
    await setForMentee(mentee, { background: "sessions" });
    const { menteeProfile } = await (await as(mentee)).profile.me();
    expect(menteeProfile?.visibility).toMatchObject({ goals: "everyone", background: "sessions" });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "profile.updated", targetId: mentee.id },
      orderBy: { seq: "desc" },
    });
    expect(event.after).toEqual({ version: 3, fields: ["visibility.background"] });
  });

  it("rejects a field that isn't on the profile", () => {
    const visibility = { headline: "staff" };
    const parsed = menteeProfileFields.safeParse({ ...menteeFields, visibility });
    expect(parsed.success).toBe(false);
  });
});

describe("profile.preview", () => {
  it("shows what people with a session and everyone else see, as they do", async () => {
    const { mentor, mentee } = await bookedSession(db, as);
    await setForMentee(mentee, { goals: "everyone", background: "staff" });
    const preview = await (await as(mentee)).profile.preview();
    const stranger = await as(await createMentee(db));
    expect(preview.sessions).toEqual(await (await as(mentor)).profile.byId({ id: mentee.id }));
    expect(preview.everyone).toEqual(await stranger.profile.byId({ id: mentee.id }));
  });
});
