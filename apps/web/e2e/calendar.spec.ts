import { readFile } from "node:fs/promises";
import {
  chooseTime,
  completeProfile,
  expect,
  receiveEmail,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

test("a session reaches the calendar by email, as a file, and as a feed until it is revoked", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  // A profile stays while a session is upcoming.
  allowConsoleErrors(/409/);
  const address = await signUpMentee(page, "Calendar Carla");
  await completeProfile(page);
  await page.goto("/mentors?search=Priya");
  await page.getByRole("link", { name: "Priya Raman" }).click();
  await chooseTime(page, { day: 2 });
  await page.getByLabel("Topic").fill("Naming, and cache invalidation; mostly naming");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();

  const mail = await receiveEmail(request, address, /^Booked: Naming, and cache/);
  expect(mail.link).toBe(page.url().replace(/\?.*/, ""));
  expect(mail.text).toMatch(/When: .+ \(London, GMT.+\)\nFor Priya Raman: .+ \(Kolkata, GMT/);

  const summary = "SUMMARY:Naming\\, and cache invalidation\\; mostly naming (with Priya R";
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Add to calendar" }).click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toContain(summary);
  for (const [name, host] of [
    ["Google Calendar", "calendar.google.com"],
    ["Outlook.com", "outlook.live.com"],
    ["Microsoft 365", "outlook.office.com"],
  ] as const) {
    const href = (await page.getByRole("link", { name }).getAttribute("href")) ?? "";
    const answer = await page.request.get(href, { maxRedirects: 0 });
    expect(new URL(answer.headers().location ?? "").host).toBe(host);
  }

  await page.goto("/profile");
  await expect(page.getByText("You have no calendar feeds yet.")).toBeVisible();
  await page.getByRole("button", { name: "Create a calendar feed" }).click();
  const field = page.getByLabel("Your feed’s address");
  await expect(field).toBeFocused();
  await expectAccessible(page);
  const feedAddress = await field.inputValue();

  // Without a cookie, because a calendar program has only the address.
  const feed = await request.get(feedAddress);
  expect(feed.status()).toBe(200);
  expect(feed.headers()).toMatchObject({
    "content-type": "text/calendar; charset=utf-8",
    "cache-control": "private, no-store",
  });
  expect(await feed.text()).toContain(summary);
  expect((await request.head(feedAddress)).status()).toBe(200);
  expect((await request.post(feedAddress)).status()).toBe(405);

  await page.reload();
  await untilHydrated(page);
  await expect(page.getByText(/^Last read .+ \(London, GMT/)).toBeVisible();
  await expect(page.getByLabel("Your feed’s address")).toHaveCount(0);

  await page.getByRole("button", { name: "Revoke the feed created on" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke feed" }).click();
  await expect(page.getByText("The feed was revoked.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Calendar feeds" })).toBeFocused();
  const gone = await request.get(feedAddress);
  expect(gone.status()).toBe(404);
  expect(await gone.json()).toMatchObject({ code: "NOT_FOUND" });

  await page.getByRole("button", { name: "Delete this profile" }).click();
  await page.getByRole("button", { name: "Delete profile", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("An upcoming session is still booked.");
});
