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

test("a mentor hears of a booking without reloading, and reads it", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await signUpMentee(page, "Noticing Nora");
  await completeProfile(page);
  const mentor = await pageOf(browser, "jonas@sundial.example", "/sessions");
  await mentor.setViewportSize({ width: 390, height: 844 });
  const bell = mentor.getByRole("link", { name: /^Notifications/ });
  await bell.click();
  const readAll = mentor.getByRole("button", { name: "Mark all as read" });
  await expectAccessible(mentor);

  await page.goto("/mentors?search=Jonas");
  await page.getByRole("link", { name: "Jonas Weber" }).click();
  await chooseTime(page, { day: 2, time: 1 });
  await page.getByLabel("Topic").fill("What a notification says");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();

  await expect(bell).toHaveAccessibleName("Notifications, 1 unread");
  const item = mentor.getByRole("link", { name: "Noticing Nora booked a session with you" });
  await expect(item).toContainText("What a notification says");
  await expect(item).toContainText("Unread");
  await expectAccessible(mentor);
  await item.click();
  await expect(mentor.getByRole("heading", { name: "What a notification says" })).toBeVisible();
  await expect(bell).toHaveAccessibleName("Notifications");
  await bell.click();
  await expect(mentor.getByText("You've read everything.")).toBeVisible();
  await expect(readAll).toBeDisabled();
  await mentor.context().close();
});

test("a mentee chooses what they hear of, when, and how early they are reminded", async ({
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signUpMentee(page, "Choosing Chen");
  await page.getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { name: "Nothing has happened yet" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Choose what you hear of" }).click();
  const booked = page.getByRole("checkbox", { name: "A session is booked: Email" });
  await booked.click();
  await expect(booked).not.toBeChecked();
  await page.getByLabel("From").fill("22:00");
  await page.getByLabel("Until").fill("22:00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Choose an end that differs from the start")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Until").fill("07:30");
  await page.getByLabel("Daily summary at").fill("08:00");
  await page.getByLabel("1 hour", { exact: true }).uncheck();
  await page.getByLabel("15 minutes").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await untilHydrated(page);
  await expect(booked).not.toBeChecked();
  await expect(page.getByLabel("Until")).toHaveValue("07:30");
  await expect(page.getByLabel("Daily summary at")).toHaveValue("08:00");
  await expect(page.getByLabel("1 hour", { exact: true })).not.toBeChecked();
  await expect(page.getByLabel("15 minutes")).toBeChecked();
  await expectAccessible(page);
});

test("the link in an email ends emails like it, without signing in", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const address = await signUpMentee(page, "Leaving Lea");
  await completeProfile(page);
  await page.goto("/mentors?search=Amara");
  await page.getByRole("link", { name: "Amara Okafor" }).click();
  await chooseTime(page, { day: 2 });
  await page.getByLabel("Topic").fill("Fewer emails");
  await page.getByRole("button", { name: "Book this session" }).click();
  const { text } = await receiveEmail(page.request, address, /^Booked: Fewer emails/);
  const link = /^Unsubscribe: (\S+)$/m.exec(text)?.[1] ?? "";

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByText("A session is booked")).toBeVisible();
  await expectAccessible(stranger);
  await stranger.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(stranger.getByText("You won't get these emails anymore.")).toBeVisible();
  await expectAccessible(stranger);
  await stranger.context().close();

  await page.goto("/notifications/choices");
  await expect(
    page.getByRole("checkbox", { name: "A session is booked: Email" }),
  ).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: "A session is booked: Here" })).toBeChecked();
});
