import { createMentee, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { applicationText } from "../testing/applications.ts";
import { NOW, SITE, SITE_URL, testApi } from "../testing/callers.ts";
import { composeEmail } from "./compose-email.ts";

const { db, as } = await testApi();
const pm = await createUser(db, { role: "pm" });
const options = {
  db,
  now: NOW,
  ...SITE,
  from: { name: "Sundial", address: "no-reply@sundial.test" },
};
const answer = "Start with <b>one</b> hour a week.";

async function applied() {
  const applicant = await createMentee(db, { name: "Ada Lovelace" });
  const { id } = await (await as(applicant)).mentorApplication.submit(applicationText);
  return { applicant, input: { id, answer } };
}

/** The email to this address as it would be sent now. */
async function emailTo(recipient: string, template: string, applicationId: string) {
  const data = { path: ["applicationId"], equals: applicationId };
  const row = await db.emailOutbox.findFirstOrThrow({ where: { recipient, template, data } });
  return composeEmail(row, options);
}

describe("the email about a new application", () => {
  it("leads a program manager to it", async () => {
    const { input } = await applied();
    const email = await emailTo(pm.email, "mentorApplication.submitted", input.id);
    expect(email).toMatchObject({
      to: pm.email,
      subject: "Ada Lovelace wants to become a mentor",
      text: expect.stringContaining(`${SITE_URL}/applications/${input.id}`),
    });
    // What they wrote stays on the page.
    expect(JSON.stringify(email)).not.toContain(applicationText.why);
  });

  it("is dropped once somebody has answered, and for people who left the staff", async () => {
    const { input } = await applied();
    const former = await createUser(db, { role: "pm" });
    const other = await applied();
    await db.user.update({ where: { id: former.id }, data: { role: "mentee" } });
    expect(await emailTo(former.email, "mentorApplication.submitted", other.input.id)).toEqual({
      dropped: "recipient gone",
    });
    await (await as(pm)).mentorApplication.decline(input);
    expect(await emailTo(pm.email, "mentorApplication.submitted", input.id)).toEqual({
      dropped: "application settled",
    });
  });
});

describe("the email about a decision", () => {
  it("names the three steps that are left, with the program manager's words", async () => {
    const { applicant, input } = await applied();
    await (await as(pm)).mentorApplication.approve(input);
    const email = await emailTo(applicant.email, "mentorApplication.approved", input.id);
    expect(email).toMatchObject({ to: applicant.email, subject: "You're now a mentor" });
    const { text, html } = "dropped" in email ? expect.fail(email.dropped) : email;
    expect(text).toContain(answer);
    for (const step of ["mentor profile", "weekly hours", "where you meet"]) {
      expect(text).toContain(step);
    }
    expect(html).not.toContain("<b>");
  });

  it("has the program manager's words when declining, and the way to apply again", async () => {
    const { applicant, input } = await applied();
    await (await as(pm)).mentorApplication.decline(input);
    const address = `moved-${applicant.email}`;
    await db.user.update({ where: { id: applicant.id }, data: { email: address } });
    expect(await emailTo(applicant.email, "mentorApplication.declined", input.id)).toMatchObject({
      to: address,
      text: expect.stringMatching(/Start with[\s\S]+apply again[\s\S]+\/become-a-mentor/),
    });
  });
});
