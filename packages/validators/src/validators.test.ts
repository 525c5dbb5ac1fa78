import { describe, expect, it } from "vitest";
import {
  accountEmail,
  bookOfficeSessionInput,
  canonicalTimeZone,
  createProfileInput,
  email,
  isPlaceholderAddress,
  newPassword,
  openSlotsInput,
  signInInput,
  text,
  timeZoneNames,
  topicSlug,
} from "./index.ts";

describe("canonicalTimeZone", () => {
  it.each([
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["europe/berlin", "Europe/Berlin"],
    ["Europe/Kiev", "Europe/Kyiv"],
    ["US/Eastern", "America/New_York"],
    ["America/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["UTC", "UTC"],
    ["Etc/GMT", "UTC"],
    ["GMT", "UTC"],
    ["Etc/Universal", "UTC"],
  ])("stores %s as %s", (given, stored) => {
    expect(canonicalTimeZone(given)).toBe(stored);
  });

  it.each([
    ...["EST", "+05:30", "Mars/Olympus", "", "Etc/GMT+5", "GMT+2", "Etc/Unknown", "undefined"],
    ...["/", "Europe/", "\u0000/\u0000", "Europe/Berlin\n"],
  ])("rejects %j", (given) => {
    expect(canonicalTimeZone(given)).toBeNull();
  });

  it("lists each zone once, by its canonical name", () => {
    const names = timeZoneNames();
    expect(new Set(names).size).toBe(names.length);
    expect(names.map(canonicalTimeZone)).toEqual(names);
  });
});

describe("text", () => {
  it("trims, and rejects control and bidirectional override characters", () => {
    expect(text({ max: 20 }).parse("  Ada  ")).toBe("Ada");
    for (const bad of ["a\u0000b", "a\u202Eb", "a\nb"]) {
      expect(text({ max: 20 }).safeParse(bad).success).toBe(false);
    }
    expect(text({ max: 20, multiline: true }).parse("a\nb")).toBe("a\nb");
  });
});

describe("topicSlug", () => {
  it.each([
    ["System  Design", "system-design"],
    ["C++", "c-plus-plus"],
    ["C#", "c-sharp"],
    ["Übersetzung", "übersetzung"],
  ])("%s is %s", (label, slug) => expect(topicSlug(label)).toBe(slug));
});

describe("contracts", () => {
  it("lower-cases addresses and keeps passwords as typed", () => {
    expect(email.parse(" Ada@Example.ORG ")).toBe("ada@example.org");
    expect(newPassword.parse("  spaces count  ")).toBe("  spaces count  ");
    expect(newPassword.safeParse("1234567").success).toBe(false);
    expect(newPassword.safeParse("x".repeat(129)).success).toBe(false);
  });

  it.each([
    "a@b.invalid",
    "a@invalid",
    "a@B.INVALID",
    "a@b.invalid.",
    "a@b\u3002invalid",
    "a@b.\uff49nvalid",
    "a@b.inva\u00adlid",
    "a@b.%69nvalid",
    '"a@b.example"@c.invalid',
  ])("recognizes %s as a placeholder address, for new and migrated users", (address) => {
    expect(isPlaceholderAddress(address)).toBe(true);
    expect(email.safeParse(address).success).toBe(false);
    expect(signInInput.safeParse({ email: address, password: "x" }).success).toBe(false);
  });

  it.each([
    "invalid@a.example",
    "a@invalid.example",
    "a@not-invalid.example",
    "a@b.invalidity.example",
    "a@b.test",
    "a.invalid@b.localhost.example",
  ])("accepts %s as an ordinary address", (address) => {
    expect(isPlaceholderAddress(address)).toBe(false);
    expect(email.safeParse(address).success).toBe(true);
    expect(signInInput.safeParse({ email: address, password: "x" }).success).toBe(true);
  });

  it.each(['"quoted"@a.example', "J\u00dcRGEN@a.example", "a@b", "a@[127.0.0.1]"])(
    "lets %s sign in, a formerly valid address, and opens no account for it",
    (address) => {
      expect(accountEmail.parse(` ${address} `)).toBe(address.toLowerCase());
      expect(email.safeParse(address).success).toBe(false);
    },
  );

  it("rejects unknown enum values and duplicate interests", () => {
    const profile = {
      kind: "mentee",
      experienceLevel: "beginner",
      goals: "Learn to build a product",
      interests: ["Prisma"],
      weeklyHours: "two_to_five",
      learningStyle: "hands_on",
    };
    expect(createProfileInput.safeParse(profile).success).toBe(true);
    expect(createProfileInput.safeParse({ ...profile, experienceLevel: "wizard" }).success).toBe(
      false,
    );
    expect(
      createProfileInput.safeParse({ ...profile, interests: ["Prisma", "prisma"] }).success,
    ).toBe(false);
  });

  it("limits the range of a slot query", () => {
    const from = new Date("2027-01-01T00:00:00Z");
    const query = (days: number) =>
      openSlotsInput.safeParse({
        mentorId: "m",
        from,
        to: new Date(from.getTime() + days * 86_400_000),
      });
    expect(query(31).success).toBe(true);
    expect(query(0).success).toBe(false);
    expect(query(3650).success).toBe(false);
  });

  it("accepts no end time for a booking", () => {
    const parsed = bookOfficeSessionInput.parse({
      mentorId: "m",
      startsAt: new Date(),
      durationMinutes: 30,
      topic: "Career",
      endsAt: new Date(),
    });
    expect(parsed).not.toHaveProperty("endsAt");
  });
});
