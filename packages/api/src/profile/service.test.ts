import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const menteeProfile = {
  kind: "mentee",
  experienceLevel: "beginner",
  goals: "Build something people use",
  interests: ["Prisma", "System design"],
  weeklyHours: "two_to_five",
  learningStyle: "hands_on",
} as const;

const mentorProfile = {
  kind: "mentor",
  headline: "Twenty years of databases",
  bio: "I have broken most of them at least once.",
  languages: ["en", "pt-br"],
  expertise: ["PostgreSQL", "C++"],
} as const;

const toInput = <Value extends object>(value: Value) => structuredClone(value);

describe("profile.create", () => {
  it("creates a mentee's profile once, with its audit event, and returns 409 the second time", async () => {
    const user = await createUser(db);
    const caller = await as(user);
    const input = { ...menteeProfile, interests: [...menteeProfile.interests] };
    const created = await caller.profile.create(input);
    expect(created.menteeProfile).toMatchObject({ goals: menteeProfile.goals, version: 1 });
    expect(await refusalOf(caller.profile.create(input))).toMatchObject({ code: "PROFILE_EXISTS" });
    expect(
      await db.auditEvent.findMany({ where: { targetId: user.id }, select: { action: true } }),
    ).toEqual([{ action: "profile.created" }]);
  });

  it("keeps one of two created at once", async () => {
    const caller = await as(await createUser(db));
    const input = { ...menteeProfile, interests: [...menteeProfile.interests] };
    const outcomes = await Promise.allSettled([
      caller.profile.create(input),
      caller.profile.create(input),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("stores canonical languages and searchable expertise of mentors", async () => {
    const caller = await as(await createUser(db, { role: "mentor" }));
    const { mentorProfile: created } = await caller.profile.create({
      ...mentorProfile,
      languages: [...mentorProfile.languages],
      expertise: [...mentorProfile.expertise],
    });
    expect(created).toMatchObject({
      languages: ["en", "pt-BR"],
      expertise: [
        { label: "C++", slug: "c-plus-plus" },
        { label: "PostgreSQL", slug: "postgresql" },
      ],
    });
  });

  it("rejects the other role's kind and unknown enum values", async () => {
    const caller = await as(await createUser(db));
    const asMentor = { ...mentorProfile, languages: ["en"], expertise: ["Testing"] };
    expect(await refusalOf(caller.profile.create(asMentor))).toMatchObject({ code: "FORBIDDEN" });
    const unknown = { ...toInput(menteeProfile), interests: ["A1"], learningStyle: "osmosis" };
    expect(
      // @ts-expect-error: what a client without our types could send
      await refusalOf(caller.profile.create(unknown)),
    ).toMatchObject({ code: "ZodError" });
  });
});

describe("profile.update", () => {
  it("changes the person's profile and raises the version, and returns 409 for an outdated one", async () => {
    const mentor = await createMentor(db);
    const caller = await as(mentor);
    const input = {
      ...mentorProfile,
      languages: ["de"],
      expertise: ["Rust"],
      version: 1,
    };
    const { mentorProfile: updated } = await caller.profile.update(input);
    expect(updated).toMatchObject({ version: 2, expertise: [{ slug: "rust" }] });
    const stale = await refusalOf(caller.profile.update({ ...input, expertise: ["Lost"] }));
    expect(stale).toEqual({ code: "STALE_VERSION", details: { version: 2 } });
    const after = await caller.profile.me();
    expect(after.mentorProfile?.expertise).toEqual([{ slug: "rust", label: "Rust" }]);
    const [event] = await db.auditEvent.findMany({ where: { targetId: mentor.id } });
    expect(event?.after).toEqual({
      version: 2,
      fields: ["headline", "bio", "languages", "expertise"],
    });
  });

  it("returns 404 before the profile exists", async () => {
    const caller = await as(await createUser(db));
    const input = { ...menteeProfile, interests: ["Prisma"], version: 1 };
    expect(await refusalOf(caller.profile.update(input))).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("profile.byId", () => {
  it("shows mentors to everyone, and mentees only to people they meet", async () => {
    const [mentor, mentee, stranger] = [
      await createMentor(db),
      await createMentee(db),
      await createMentee(db),
    ];
    const byMentor = await as(mentor);
    expect(await (await as(stranger)).profile.byId({ id: mentor.id })).toMatchObject({
      mentorProfile: { headline: "Someone who has been there" },
    });
    const hidden = await refusalOf((await as(stranger)).profile.byId({ id: mentee.id }));
    expect(hidden).toEqual(await refusalOf(byMentor.profile.byId({ id: "nobody" })));
    expect(await refusalOf(byMentor.profile.byId({ id: mentee.id }))).toEqual(hidden);

    await (await as(mentee)).officeSession.book({
      mentorId: mentor.id,
      startsAt: new Date("2027-03-01T10:00:00Z"),
      durationMinutes: 60,
      topic: "Hello",
    });
    expect(await byMentor.profile.byId({ id: mentee.id })).toMatchObject({
      menteeProfile: { goals: "Learn by doing" },
    });
  });

  it("never reveals an email address", async () => {
    const mentor = await createMentor(db);
    const profile = await (await as(await createMentee(db))).profile.byId({ id: mentor.id });
    expect(JSON.stringify(profile)).not.toContain(mentor.email);
  });
});

describe("profile.list", () => {
  it("is for program managers and admins, by name, with stable pages", async () => {
    const marker = `Zz${Date.now()}`;
    for (const name of ["C", "A", "B"]) await createMentee(db, { name: `${marker} ${name}` });
    const pm = await as(await createUser(db, { role: "pm" }));
    const first = await pm.profile.list({ search: marker, limit: 2 });
    const second = await pm.profile.list({ search: marker, limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
      `${marker} A`,
      `${marker} B`,
      `${marker} C`,
    ]);
    expect(await refusalOf((await as(await createMentee(db))).profile.list({}))).toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("finds active people to book for by name", async () => {
    const marker = `Zz${Date.now()}b`;
    const active = await createMentee(db, { name: `${marker} Ann` });
    const why = { statusReason: "Asked mentors for money", statusChangedAt: NOW };
    await createMentee(db, { name: `${marker} Bo`, status: "suspended", ...why });
    await createMentee(db, { name: `${marker} Cy`, status: "inactive", ...why });
    const pm = await as(await createUser(db, { role: "pm" }));
    const { items } = await pm.profile.list({ role: "mentee", status: "active", search: marker });
    expect(items.map(({ id }) => id)).toEqual([active.id]);
  });
});
