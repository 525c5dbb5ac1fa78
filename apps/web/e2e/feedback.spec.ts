import type { APIRequestContext, Page } from "@playwright/test";
import { MINUTE, WEEK } from "@sundial/validators/durations";
import { CONTROL_URL } from "./addresses";
import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

/** Of the demo's sessions, whose ratings are counted every Monday. */
const RATING = /^\d(\.\d)? out of 5 \(\d+ ratings\)$/;
const PHONE = { width: 390, height: 844 };

/**
 * A new mentee's session with Amara that took place a week before the booked time. A day after its
 * end, it counts as completed.
 */
async function heldSession(page: Page, request: APIRequestContext, name: string) {
  await signUpMentee(page, name);
  await completeProfile(page);
  await page.goto("/mentors?search=Okafor");
  await expect(page.getByText(RATING)).toBeVisible();
  await page.getByRole("link", { name: "Amara Okafor" }).first().click();
  await expect(page.getByText(RATING)).toBeVisible();
  const start = new Date(await chooseTime(page, { day: 1 }));
  await page.getByLabel("Topic").fill("Preparing a review");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
  const path = new URL(page.url()).pathname;
  // The time of the week must stay the same, so not across a minute of the server's clock.
  const left = MINUTE - (Date.now() % MINUTE);
  if (left < 5_000) await page.waitForTimeout(left);
  const minutes = (start.getTime() - WEEK) / MINUTE - Math.floor(Date.now() / MINUTE);
  const params = { id: path.split("/").at(-1) ?? "", minutes };
  await request.get(`${CONTROL_URL}/session-begins`, { params });
  return { path, start };
}

test("both send feedback blind, read each other's, and the mentee books the same time again", async ({
  page,
  browser,
  request,
  expectAccessible,
}) => {
  await page.setViewportSize(PHONE);
  const { path, start } = await heldSession(page, request, "Ottilie Reyes");

  const mentor = await pageOf(browser, "amara@sundial.example", path);
  const his = mentor.getByRole("region", { name: "Feedback" });
  await expect(his.getByText("How was the session?")).toBeVisible();
  await expectAccessible(mentor);
  await his.getByRole("button", { name: "Send feedback" }).click();
  await expect(his.getByText("Choose a rating")).toBeVisible();
  await his.getByRole("radio", { name: "4 Very good" }).check();
  await his.getByLabel("For Ottilie Reyes").fill("x".repeat(10_000));
  await his.getByRole("button", { name: "Send feedback" }).click();
  await expect(his.getByText("Use at most 2000 characters")).toBeVisible();
  await expectAccessible(mentor);
  await his.getByLabel("For Ottilie Reyes").fill("You knew what you wanted to ask.");
  await his.getByLabel("For the program team").fill("She could become a mentor.");
  await his.getByRole("button", { name: "Send feedback" }).click();
  await expect(his.getByText("Your feedback is sent.")).toBeVisible();
  await expect(mentor.getByRole("heading", { name: "Feedback", exact: true })).toBeFocused();
  await expectAccessible(mentor);

  await page.reload();
  await untilHydrated(page);
  const hers = page.getByRole("region", { name: "Feedback" });
  await expect(hers.getByText("Until then, nobody but the program team can tell")).toBeVisible();
  await expect(page.getByText("You knew what you wanted to ask.")).toHaveCount(0);
  const next = page.getByRole("region", { name: "What's next" });
  await expect(next.getByRole("link", { name: "Give Amara Okafor feedback" })).toBeVisible();
  await expectAccessible(page);
  await hers.getByRole("radio", { name: "5 Excellent" }).check();
  await hers.getByLabel("For Amara Okafor").fill("I know what to cut now.");
  await hers.getByRole("button", { name: "Send feedback" }).click();
  await expect(hers.getByText("You knew what you wanted to ask.")).toBeVisible();
  await expect(page.getByText("She could become a mentor.")).toHaveCount(0);
  await expectAccessible(page);
  await mentor.reload();
  await untilHydrated(mentor);
  await expect(his.getByText("I know what to cut now.")).toBeVisible();
  await mentor.context().close();

  const staff = await pageOf(browser, "sam@sundial.example", path);
  await expect(staff.getByText("She could become a mentor.")).toBeVisible();
  await expectAccessible(staff);
  await staff.goto("/people?search=Ottilie");
  await staff.getByRole("link", { name: "Ottilie Reyes" }).click();
  const about = staff.getByRole("region", { name: "Feedback about Ottilie Reyes" });
  await expect(about.getByText("By Amara Okafor")).toBeVisible();
  await expect(about.getByText("She could become a mentor.")).toBeVisible();
  await expectAccessible(staff);
  await staff.context().close();

  await next.getByRole("link", { name: "Book again" }).click();
  await expect(page.getByText("same weekday, at the same time, is chosen")).toBeVisible();
  await expect(page.getByRole("radio", { checked: true })).toHaveValue(start.toISOString());
  await expectAccessible(page);
  await page.getByLabel("Topic").fill("After the review");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
});

test("a mentee reports what a mentor wrote, staff decide, and the mentor learns nothing", async ({
  page,
  browser,
  request,
  expectAccessible,
}) => {
  const { path } = await heldSession(page, request, "Pia Adler");
  const mentor = await pageOf(browser, "amara@sundial.example", path);
  await mentor.getByRole("button", { name: "Write shared notes" }).click();
  await mentor.getByRole("textbox", { name: "Shared notes" }).fill("You'll never manage.");
  await mentor.getByRole("button", { name: "Save notes" }).click();
  // The form has the same words until they are saved.
  await expect(mentor.getByRole("button", { name: "Edit shared notes" })).toBeVisible();
  await expect(mentor.getByText("You'll never manage.")).toBeVisible();

  await page.setViewportSize(PHONE);
  await page.reload();
  await untilHydrated(page);
  await page.getByRole("link", { name: "Report these notes" }).click();
  await expect(page.getByRole("heading", { name: "Shared notes by Amara Okafor" })).toBeVisible();
  await expect(page.getByText("You'll never manage.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(page.getByText("Choose a reason").last()).toBeVisible();
  await page.getByLabel("Reason").selectOption("Harassment or insults");
  await page.getByLabel("What happened").fill("She wrote this while I was talking.");
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(page.getByText("Your program team has your report.")).toBeVisible();
  const reports = page.getByRole("region", { name: "Your reports" });
  await expect(reports.getByText("Received")).toBeVisible();
  await expectAccessible(page);

  // The words change; what was reported doesn't.
  await mentor.getByRole("button", { name: "Edit shared notes" }).click();
  await mentor.getByRole("textbox", { name: "Shared notes" }).fill("You'll manage.");
  await mentor.getByRole("button", { name: "Save notes" }).click();
  await expect(mentor.getByText("You'll manage.")).toBeVisible();

  const staff = await pageOf(browser, "sam@sundial.example", "/reports?status=open");
  await expectAccessible(staff);
  await staff.getByRole("link", { name: "Amara Okafor" }).first().click();
  await expect(staff.getByText("You'll never manage.")).toBeVisible();
  await expectAccessible(staff);
  await staff.getByRole("button", { name: "Decide" }).click();
  const dialog = staff.getByRole("dialog");
  await dialog.getByLabel("Outcome").selectOption("Action taken");
  await dialog.getByLabel("Why").fill("We talked to her. She'll apologize.");
  await expectAccessible(staff);
  await dialog.getByRole("button", { name: "Decide" }).click();
  await expect(staff.getByText("We talked to her. She'll apologize.")).toBeVisible();
  await expect(staff.getByRole("heading", { name: "Report about Amara Okafor" })).toBeFocused();
  await staff.setViewportSize(PHONE);
  await expectAccessible(staff);
  await staff.context().close();

  await page.reload();
  await untilHydrated(page);
  await expect(reports.getByText("Decided", { exact: true })).toBeVisible();
  await expect(page.getByText("She'll apologize")).toHaveCount(0);
  await mentor.goto("/report");
  await expect(mentor.getByText("You haven't reported anything")).toBeVisible();
  await mentor.goto(path);
  await expect(mentor.getByText("She wrote this while I was talking.")).toHaveCount(0);
  await mentor.context().close();
});
