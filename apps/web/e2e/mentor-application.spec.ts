import type { Page } from "@playwright/test";
import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  receiveEmail,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

const PM = "sam@sundial.example";

test("a new member applies to become a mentor, is approved, sets up and is booked", async ({
  page,
  browser,
  expectAccessible,
}) => {
  // Eleven pages go through axe.
  test.slow();
  const name = "Nora Newcomb";
  const address = await signUpMentee(page, name, { wantsToMentor: true });
  await expect(page.getByRole("heading", { name: "Become a mentor" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.getByLabel("What you can help with")).toHaveAccessibleDescription(
    /Add at least/,
  );
  await expectAccessible(page);
  await apply(page);
  await expect(page.getByText("Waiting for an answer")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Your application" })).toBeFocused();
  await expectAccessible(page);

  const { link } = await receiveEmail(page.request, PM, new RegExp(`^${name} wants to become`));
  const pm = await pageOf(browser, PM, new URL(link).pathname);
  await expect(pm.getByRole("heading", { name })).toBeVisible();
  await expect(pm.getByText("None booked yet")).toBeVisible();
  await expectAccessible(pm);
  const everything = pm.getByRole("link", { name: "Everything about this person" });
  const mentorId = (await everything.getAttribute("href"))?.split("/").at(-1);
  await pm.getByText("More", { exact: true }).click();
  await pm.getByRole("link", { name: "Applications", exact: true }).click();
  await expect(pm.getByRole("heading", { name: "Applications" })).toBeVisible();
  await pm.getByLabel("Status").selectOption("Waiting");
  await pm.getByRole("button", { name: "Show" }).click();
  await pm.waitForURL(/status=pending/);
  await expectAccessible(pm);
  await pm.getByRole("link", { name }).click();

  await pm.getByRole("button", { name: "Approve" }).click();
  const dialog = pm.getByRole("dialog");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(dialog.getByText("Use at least 3 characters")).toBeVisible();
  await expectAccessible(pm);
  await dialog.getByLabel("Your answer").fill("Welcome. Start with an hour a week.");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(pm.getByText(`${name} is now a mentor.`)).toBeVisible();
  await expect(pm.getByRole("heading", { name })).toBeFocused();
  await expect(pm.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expectAccessible(pm);
  await pm.context().close();

  const approval = await receiveEmail(page.request, address, /now a mentor/);
  expect(approval.text).toContain("Start with an hour a week.");
  await page.goto(new URL(approval.link).pathname);
  await expect(page.getByText("0 of 3 steps are done.")).toBeVisible();
  for (const path of ["/mentors", "/"]) {
    await page.goto(path);
    await expect(page.getByText("0 of 3 steps are done.")).toBeVisible();
    await expectAccessible(page);
  }

  await page.getByRole("link", { name: "Write your mentor profile" }).click();
  await page.waitForURL("/profile");
  await page.getByLabel("Headline", { exact: true }).fill("Someone who has maintained it");
  await page
    .getByLabel("About you", { exact: true })
    .fill("Ask me about anything that has to last for years.");
  await addTag(page, "Expertise", "Maintenance");
  await page.getByLabel("English").check();
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("1 of 3 steps are done.")).toBeVisible();
  await expectAccessible(page);

  const mentee = await (await browser.newContext({ timezoneId: "Europe/London" })).newPage();
  await signUpMentee(mentee, "Lena Learner");
  await completeProfile(mentee);
  await mentee.goto(`/mentors/${mentorId}`);
  await expect(mentee.getByText(`${name} can't be booked yet`)).toBeVisible();
  await expectAccessible(mentee);
  await mentee.goto(`/mentors?search=${encodeURIComponent(name)}`);
  await expect(mentee.getByRole("heading", { name: "No mentors match" })).toBeVisible();

  await page.getByRole("link", { name: "Set your hours" }).click();
  await page.waitForURL("/availability");
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await page.getByRole("button", { name: `Add hours on ${day}` }).click();
  }
  await save(page);
  await expect(page.getByText("2 of 3 steps are done.")).toBeVisible();
  await page.getByRole("link", { name: "Say where you meet" }).click();
  await page.getByLabel("Location").fill("https://meet.example/nora");
  await save(page);
  await expect(page.getByText("You're set up.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/");
  await expect(page.getByText("Set up your office hours")).toHaveCount(0);

  await mentee.reload();
  await untilHydrated(mentee);
  await mentee.getByRole("link", { name, exact: true }).click();
  await chooseTime(mentee);
  await mentee.getByLabel("Topic").fill("What lasts, and what doesn't");
  await mentee.getByRole("button", { name: "Book this session" }).click();
  await expect(mentee.getByText("Your session is booked.")).toBeVisible();
  await expect(mentee.getByRole("link", { name: "https://meet.example/nora" })).toBeVisible();
  await mentee.context().close();
});

test("a mentee withdraws, applies again, and reads why they were declined", async ({
  page,
  browser,
  expectAccessible,
}) => {
  test.slow();
  const name = "Dario Early";
  const address = await signUpMentee(page, name);
  await page.getByRole("link", { name: "Your application" }).click();
  await page.waitForURL("/become-a-mentor");
  await apply(page);
  await page.getByRole("button", { name: "Withdraw application" }).click();
  const question = page.getByRole("dialog");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Withdraw application" }).click();
  await expect(page.getByText(/You withdrew your application on/)).toBeVisible();
  await expect(page.getByLabel("Your experience")).toHaveValue(/Ten years/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.getByText("Waiting for an answer")).toBeVisible();

  const pm = await pageOf(browser, PM, "/applications?status=pending");
  await pm.getByRole("link", { name }).click();
  await pm.getByRole("button", { name: "Decline" }).click();
  const dialog = pm.getByRole("dialog");
  await dialog.getByLabel("Your answer").fill("Book a few sessions first. Then tell us more.");
  await dialog.getByRole("button", { name: "Decline" }).click();
  await expect(pm.getByText(`${name}'s application is declined.`)).toBeVisible();
  await expect(pm.getByText(/Declined .+ by Sam Rivera/)).toBeVisible();

  // Program managers make mentors and mentees of each other, and never staff.
  await pm.getByRole("link", { name: "Everything about this person" }).click();
  await pm.getByRole("button", { name: "Change role" }).click();
  await expect(dialog.getByLabel("New role").getByRole("option")).toHaveText([
    "Choose one",
    "Mentor",
  ]);
  await expectAccessible(pm);
  await pm.context().close();

  const email = await receiveEmail(page.request, address, /application to become a mentor/);
  expect(email.text).toContain("Then tell us more.");
  await page.goto(new URL(email.link).pathname);
  await expect(page.getByText("Your application was declined")).toBeVisible();
  await expect(page.getByText("Book a few sessions first. Then tell us more.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.getByText("Waiting for an answer")).toBeVisible();
});

async function apply(page: Page) {
  await addTag(page, "What you can help with", "Maintenance");
  await page.getByLabel("Your experience").fill("Ten years of keeping other people's code alive.");
  await page.getByLabel("Why you want to mentor").fill("Somebody did this for me when I began.");
  await page.getByRole("button", { name: "Send application" }).click();
}

async function addTag(page: Page, label: string, tag: string) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(tag);
  await field.press("Enter");
}

async function save(page: Page) {
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
}
