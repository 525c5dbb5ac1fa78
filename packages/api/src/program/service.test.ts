import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { updateProgramSettingsInput } from "@sundial/validators";
import { beforeEach, describe, expect, it } from "vitest";
import { composeEmail } from "../email/compose-email.ts";
import { NOW, refusalOf, SITE, SITE_URL, testApi } from "../testing/callers.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as, asVisitor } = await testApi();

const admin = await createUser(db, { role: "admin" });

const DEFAULTS = {
  name: "Sundial",
  contactEmail: null,
  timeZone: "UTC",
  termsUrl: null,
  privacyUrl: null,
  signUpPolicy: "open",
  signUpDomains: [],
  maxActiveSessions: 5,
  defaultMinNoticeMinutes: 240,
  keepOriginsMonths: null,
  stuckAfterDays: 21,
} as const;

beforeEach(async () => {
  await db.programSettings.update({ where: { id: 1 }, data: { ...DEFAULTS, signUpDomains: [] } });
});

/** Changes some settings, as an admin. */
async function change(
  some: Partial<Parameters<typeof updateProgramSettingsInput.parse>[0] & object>,
) {
  const { program } = await as(admin);
  const settings = await program.settings();
  return program.updateSettings(updateProgramSettingsInput.parse({ ...settings, ...some }));
}

describe("the program's settings", () => {
  it("begin as Sundial worked before there were any", async () => {
    const { version: _, ...settings } = await (await as(admin)).program.settings();
    expect(settings).toEqual({ ...DEFAULTS, logoDigest: null });
  });

  it("show everyone what pages need, and nothing else", async () => {
    await change({ name: "Women in Tech", contactEmail: "help@wit.example" });
    expect(await asVisitor().program.about()).toEqual({
      name: "Women in Tech",
      contactEmail: "help@wit.example",
      timeZone: "UTC",
      termsUrl: null,
      privacyUrl: null,
      signUpPolicy: "open",
      signUpDomains: [],
      logoDigest: null,
    });
  });

  it("record which fields changed, but not the contact, which may be a person's address", async () => {
    await change({
      name: "Women in Tech",
      contactEmail: "ada@wit.example",
      signUpPolicy: "invitation",
    });
    const event = await db.auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(event).toMatchObject({
      action: "program.updated",
      actorId: admin.id,
      before: { signUpPolicy: "open" },
      after: { signUpPolicy: "invitation", fields: ["name", "contactEmail", "signUpPolicy"] },
    });
    expect(JSON.stringify([event.before, event.after])).not.toContain("wit");
  });

  it("lose nothing when two admins save at once", async () => {
    const other = await createUser(db, { role: "admin" });
    const callers = [(await as(admin)).program, (await as(other)).program];
    const settings = await (await as(admin)).program.settings();
    const outcomes = await Promise.allSettled(
      callers.map((program, index) =>
        program.updateSettings({ ...settings, name: `Name ${index}` }),
      ),
    );
    const [saved, ...more] = outcomes.filter(({ status }) => status === "fulfilled");
    expect(more).toEqual([]);
    const refused = outcomes.find(({ status }) => status === "rejected");
    expect(await refusalOf(Promise.reject(Object(refused).reason))).toEqual({
      code: "STALE_VERSION",
      details: { version: settings.version + 1 },
    });
    expect(await (await as(admin)).program.settings()).toEqual(Object(saved).value);
    expect(await db.auditEvent.count({ where: { actorId: other.id } })).toBeLessThan(2);
  });
});

describe("the input", () => {
  const read = (some: object) =>
    updateProgramSettingsInput.safeParse({ ...DEFAULTS, version: 1, ...some });

  it("reads domains in any spelling and sorts them", () => {
    const typed = [" Example.ORG", "@team.example", "BÜCHER.example", "example.org"];
    expect(read({ signUpDomains: typed }).data?.signUpDomains).toEqual([
      "example.org",
      "team.example",
      "xn--bcher-kva.example",
    ]);
  });

  it.each([
    ...[
      "example",
      "10.0.0.1",
      "0x7f.1",
      "[::1]",
      "example.org/a",
      "example.org:25",
      "a@example.org",
    ],
    ...["*.example.org", "-a.example", "exam ple.org", "example.org.", "exa%6dple.org", ""],
  ])("rejects %s as a domain", (domain) => {
    expect(read({ signUpDomains: [domain] }).success).toBe(false);
  });

  it("requires a domain where only listed domains may sign up", () => {
    expect(read({ signUpPolicy: "domains" }).error?.issues).toMatchObject([
      { path: ["signUpDomains"] },
    ]);
  });

  it.each(["javascript:alert(1)", "example.org", "mailto:a@example.org", "https://"])(
    "rejects %s as a link",
    (termsUrl) => {
      expect(read({ termsUrl }).success).toBe(false);
    },
  );
});

describe("what the settings decide", () => {
  it("limits the sessions a mentee may have ahead", async () => {
    await change({ maxActiveSessions: 1 });
    const caller = await as(await createMentee(db));
    await caller.officeSession.book(bookingWith(await createMentor(db)));
    const next = bookingWith(await createMentor(db), { startsAt: minutesAfter(MONDAY_10, 60) });
    expect(await refusalOf(caller.officeSession.book(next))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: 1 },
    });
    await change({ maxActiveSessions: 2 });
    await caller.officeSession.book(next);
  });

  it("gives new mentors the minimum notice, and leaves others theirs", async () => {
    const earlier = await createMentor(db, { profile: { minNoticeMinutes: 240 } });
    await change({ defaultMinNoticeMinutes: 1440 });
    const mentor = await createUser(db, { role: "mentor" });
    await (await as(mentor)).profile.create({
      kind: "mentor",
      headline: "Has been there",
      bio: "Glad to help with what you bring.",
      languages: ["en"],
      expertise: ["Testing"],
    });
    const notice = ({ id }: { id: string }) =>
      db.mentorProfile.findUniqueOrThrow({
        where: { userId: id },
        select: { minNoticeMinutes: true },
      });
    expect(await notice(mentor)).toEqual({ minNoticeMinutes: 1440 });
    expect(await notice(earlier)).toEqual({ minNoticeMinutes: 240 });
  });

  it("names the program in emails, with its contact, its links and its zone", async () => {
    await change({
      name: "Women & Tech",
      contactEmail: "help@wit.example",
      timeZone: "Asia/Tokyo",
      termsUrl: "https://wit.example/terms?a=1&b=2",
      privacyUrl: "https://wit.example/privacy",
    });
    const row = {
      id: randomUUID(),
      recipient: "nobody.here@test.example",
      template: "account.passwordChanged",
      kind: null,
      data: {},
      createdAt: NOW,
      officeSessionId: null,
      officeSessionVersion: null,
    };
    const from = { name: "Sundial", address: "no-reply@sundial.test" };
    const mail = await composeEmail(row, { db, now: NOW, ...SITE, from });
    if ("dropped" in mail) return expect.fail(mail.dropped);
    expect(mail.text).toContain("of your Women & Tech account was changed on");
    expect(mail.text).toContain("(Tokyo, GMT+9)");
    expect(mail.text.split("--\n")[1]).toBe(
      `Women & Tech, ${SITE_URL}\nContact: help@wit.example\n` +
        "Terms: https://wit.example/terms?a=1&b=2\nPrivacy: https://wit.example/privacy\n",
    );
    expect(mail.html).toContain(">Women &amp; Tech</a>");
    expect(mail.html).toContain('href="mailto:help@wit.example"');
    expect(mail.html).toContain('href="https://wit.example/terms?a=1&amp;b=2"');
  });
});
