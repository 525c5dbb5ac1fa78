import type { APIRequestContext, Page } from "@playwright/test";
import { CONTROL_URL } from "./addresses";
import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  receiveEmail,
  signIn,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

/** A new mentee books with Amara, whose sessions need no approval; ends on the session's page. */
async function book(page: Page, name: string, topic: string) {
  const address = await signUpMentee(page, name);
  await completeProfile(page);
  await page.goto("/mentors?search=Okafor");
  await page.getByRole("link", { name: "Amara Okafor" }).first().click();
  await chooseTime(page, { day: 1 });
  await page.getByLabel("Topic").fill(topic);
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
  return { address, path: new URL(page.url()).pathname };
}

async function letBegin(request: APIRequestContext, path: string, minutes: number) {
  const params = { id: path.split("/").at(-1) ?? "", minutes };
  await request.get(`${CONTROL_URL}/session-begins`, { params });
}

test("what was agreed changes, and the other person hears what it was before", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const { address, path } = await book(page, "Vera Vogt", "Reading a query plan");
  await page.getByRole("link", { name: "Edit details" }).click();
  await expect(page.getByRole("heading", { name: "Edit “Reading a query plan”" })).toBeVisible();
  await expect(page.getByLabel("Where")).toHaveCount(0);
  await page.getByLabel("Agenda").fill("One slow query, and why.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.waitForURL(`${path}?edited=1`);
  await expect(page.getByText("Your changes are saved.")).toBeVisible();
  await expect(page.getByText("One slow query, and why.")).toBeVisible();

  const mentor = await pageOf(browser, "amara@sundial.example", path);
  await expect(mentor.getByText("One slow query, and why.")).toBeVisible();
  await mentor.getByRole("link", { name: "Edit details" }).click();
  await mentor.getByLabel("Where").fill("javascript:alert(1)");
  await mentor.getByRole("button", { name: "Save changes" }).click();
  await expect(mentor.getByLabel("Where")).toHaveAccessibleDescription(/begins with https/);
  await mentor.getByLabel("Where").fill("https://meet.example.org/today");
  await mentor.getByRole("button", { name: "Save changes" }).click();
  await mentor.waitForURL(`${path}?edited=1`);
  // After the one about the mentee's own change.
  const newest = async () => (await receiveEmail(page.request, address, /^Changed/)).text;
  await expect.poll(newest).toContain("Amara Okafor changed your session.");
  expect(await newest()).toContain("Before:");
  await page.goto(path);
  await expect(page.getByRole("link", { name: "https://meet.example.org/today" })).toBeVisible();
  await mentor.context().close();
});

test("both say that they are there, and a no-show report against one of them is disputed", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { address, path } = await book(page, "Piet Moor", "Finding the first bug");
  await expect(page.getByRole("heading", { name: /^Starts in/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "I'm here" })).toHaveCount(0);
  await letBegin(page.request, path, 8);
  await page.goto(path);
  await expect(page.getByText("Amara Okafor isn't in yet.")).toBeVisible();
  await untilHydrated(page);

  const mentor = await pageOf(browser, "amara@sundial.example", path);
  await mentor.getByRole("button", { name: "10 min" }).click();
  await expect(mentor.getByText(/You told Piet Moor that you'll be there at/)).toBeVisible();
  // Without loading the page again.
  await expect(page.getByText(/Amara Okafor is running late/)).toBeVisible();
  const late = await receiveEmail(page.request, address, /^Running late/);
  expect(late.text).toContain("is running late");

  await expectAccessible(page);
  await page.getByRole("button", { name: "I'm here" }).click();
  await expect(page.getByText(/You're in since/)).toBeVisible();
  await expect(page.getByRole("button", { name: "I'm here" })).toHaveCount(0);
  await expect(mentor.getByText(/Piet Moor is in since/)).toBeVisible();
  await expectAccessible(mentor);

  await letBegin(page.request, path, -15);
  await mentor.reload();
  await untilHydrated(mentor);
  await mentor.getByRole("button", { name: "Report a no-show" }).click();
  await mentor.getByRole("dialog").getByRole("button", { name: "Report a no-show" }).click();
  await expect(mentor.getByText("The report doesn't match a check-in.")).toBeVisible();
  await page.reload();
  await untilHydrated(page);
  await expect(
    page.getByText("Piet Moor was reported as a no-show and had checked in."),
  ).toBeVisible();
  await expectAccessible(page);
  await mentor.context().close();

  const staff = await browser.newContext({ timezoneId: "Europe/London", locale: "en-US" });
  const pm = await staff.newPage();
  await signIn(pm, "sam@sundial.example", path);
  await expect(pm.getByText("Checked in", { exact: true })).toBeVisible();
  await expect(pm.getByText("Amara Okafor: no")).toBeVisible();
  await expect(pm.getByRole("button", { name: "Resolve dispute" })).toBeVisible();
  await expectAccessible(pm);
  await staff.close();
});
