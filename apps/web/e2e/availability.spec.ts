import type { Page } from "@playwright/test";
import { completeProfile, expect, signIn, signUpMentee, test } from "./fixtures";

test("a mentor reviews a change, saves it, and mentees see the new times", async ({
  page,
  browser,
  allowConsoleErrors,
  expectAccessible,
}) => {
  // Four long pages go through axe.
  test.slow();
  // A save against an outdated version.
  allowConsoleErrors(/409/);
  await signIn(page, "grace@sundial.example", "/availability");
  await expect(page.getByRole("heading", { name: "Weekly hours" })).toBeVisible();
  await expect(page.getByLabel("Friday, hours 1, to")).toHaveAccessibleDescription("next day");
  await expect(page.getByText(/^\d+ times\.$/)).toBeVisible();
  await expectAccessible(page);
  // Opened now, and outdated once the first one saves.
  const other = await page.context().newPage();
  await other.goto("/availability");

  await page.getByRole("button", { name: "Add hours on Monday" }).press("Enter");
  await expect(page.getByLabel("Monday, hours 1, from")).toBeFocused();
  await page.getByLabel("Monday, hours 1, from").fill("08:30");
  await page.getByRole("button", { name: "Remove Wednesday, hours 1" }).click();
  await expect(
    page.getByText(/^\d+ times: .*new.*removed\. 1 booked session outside/),
  ).toBeVisible();

  page.once("dialog", (dialog) => dialog.dismiss());
  await page.getByRole("link", { name: "My sessions" }).click();
  await expect(page.getByRole("heading", { name: "Weekly hours" })).toBeVisible();
  await expect(page.getByLabel("Monday, hours 1, from")).toHaveValue("08:30");

  await page.getByRole("button", { name: "Add time off" }).click();
  await page.getByLabel("Until").fill("2020-01-01T00:00");
  await page.getByRole("button", { name: "Review and save" }).click();
  await expect(page.getByLabel("Until")).toBeFocused();
  await expect(page.getByLabel("Until")).toHaveAccessibleDescription("Must be after the start");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove time off 1" }).click();

  const dialog = await review(page);
  await expect(dialog.getByText("1 booked session outside your hours")).toBeVisible();
  await expect(dialog.getByText(/^Yuki Sato, Wed, .*: What my page sounds like$/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Monday, hours 1, from")).toHaveValue("08:30");
  await (await review(page)).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  const calls: string[] = [];
  page.on("request", (request) => {
    // The stream of notifications begins later.
    if (/\/api\/trpc\/(?!notification\.live)/.test(request.url())) calls.push(request.url());
  });
  await page.reload({ waitUntil: "networkidle" });
  expect(calls).toEqual([]);
  await expect(page.getByLabel("Monday, hours 1, from")).toHaveValue("08:30");
  await expect(page.getByLabel("Wednesday, hours 1, from")).toHaveCount(0);

  await page.goto("/sessions");
  await page.getByRole("link", { name: "What my page sounds like" }).click();
  await expect(page.getByText("Outside current hours")).toBeVisible();
  await expect(page.getByText("It's outside the weekly hours.")).toBeVisible();
  await expectAccessible(page);

  await other.getByLabel("Location").fill("Typed into the older page");
  const refused = await review(other);
  await refused.getByRole("button", { name: "Save" }).click();
  await expect(refused.getByRole("alert")).toContainText("changed elsewhere");
  await refused.getByRole("button", { name: "Load the latest version" }).click();
  await expect(other.getByLabel("Monday, hours 1, from")).toHaveValue("08:30");
  await expect(other.getByLabel("Location")).not.toHaveValue(/Typed/);

  const mentee = await (await browser.newContext({ timezoneId: "America/Los_Angeles" })).newPage();
  await signUpMentee(mentee, "Curious Carl");
  await completeProfile(mentee);
  await mentee.goto("/mentors?search=Grace");
  await mentee.getByRole("link", { name: "Grace Kim" }).click();
  await mentee.getByRole("button", { name: /next month/i }).click();
  await mentee
    .getByRole("button", { name: /^Monday, .*, \d+ times$/ })
    .first()
    .click();
  await expect(mentee.getByRole("radio").first()).toHaveAccessibleName(/^8:30/);

  await mentee.getByText("Why isn't my time here?").click();
  await mentee.getByLabel("Date and time").fill(`${nextWednesday()}T12:00`);
  await mentee.getByRole("button", { name: "Ask" }).click();
  await expect(mentee.getByText("It's outside the weekly hours.")).toBeVisible();
  await expectAccessible(mentee);
  await mentee.context().close();
});

test("dates can be typed digit by digit", async ({ page }) => {
  await signIn(page, "grace@sundial.example", "/availability");
  await page.getByRole("button", { name: "Add time off" }).click();
  await expect(page.getByLabel("From", { exact: true })).toBeFocused();
  await page.keyboard.type("03152031");
  await page.keyboard.press("Tab");
  await page.keyboard.type("0930AM");
  await expect(page.getByLabel("From", { exact: true })).toHaveValue("2031-03-15T09:30");
  await page.getByLabel("Until").focus();
  await page.keyboard.type("03162031");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1145PM");
  await expect(page.getByLabel("Until")).toHaveValue("2031-03-16T23:45");
  // An incomplete value stays and shows what is wrong with it.
  await page.getByLabel("Until").fill("0002-03-16T23:45");
  await expect(page.getByLabel("Until")).toHaveValue("0002-03-16T23:45");
  await page.getByRole("button", { name: "Review and save" }).click();
  await expect(page.getByLabel("Until")).toHaveAccessibleDescription(/from 2000 on/);
  await page.getByRole("button", { name: "Remove time off 1" }).click();

  await page.getByRole("radio", { name: /^Paused/ }).check();
  await page.getByLabel("Until").focus();
  await page.keyboard.type("07042031");
  await expect(page.getByLabel("Until")).toHaveValue("2031-07-04");

  const time = page.getByLabel("Date and time");
  await page.getByText("Why isn't one of my times offered?").click();
  await time.fill("0002-03-15T00:00");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(time).toHaveAccessibleDescription(/Choose a date from 2000 on/);
});

test("windows over 12 hours need confirmation before saving", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "grace@sundial.example", "/availability");
  await page.getByRole("button", { name: "Add hours on Sunday" }).click();
  await page.getByLabel("Sunday, hours 1, from").fill("17:00");
  await page.getByLabel("Sunday, hours 1, to").fill("16:00");
  await expect(page.getByLabel("Sunday, hours 1, to")).toHaveAccessibleDescription(
    "next day, 23 hours",
  );
  const dialog = await review(page);
  await expect(dialog.getByText("Are these hours right?")).toBeVisible();
  await expect(dialog.getByText("Sunday: 5:00 PM to 4:00 PM the next day, 23 hours")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Keep editing" }).click();
  await page.getByLabel("Sunday, hours 1, to").fill("18:00");
  const again = await review(page);
  await expect(again.getByText("Are these hours right?")).toHaveCount(0);
  await expect(again.getByRole("button", { name: "Save" })).toBeEnabled();
  await again.getByRole("button", { name: "Keep editing" }).click();

  await page.getByLabel("Sunday, hours 1, to").fill("16:00");
  const meant = await review(page);
  await meant.getByLabel("Yes, these hours are right").check();
  await expect(meant.getByRole("button", { name: "Save" })).toBeEnabled();
});

/** Opens the confirmation before saving. */
async function review(page: Page) {
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  return dialog;
}

/** A bookable Wednesday: after the minimum notice, within the booking window. */
function nextWednesday() {
  const day = new Date(Date.now() + 7 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((10 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}
