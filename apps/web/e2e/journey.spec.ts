import { chooseTime, completeProfile, expect, signUpMentee, test } from "./fixtures";

test("a visitor becomes a mentee, finds a mentor, books a session and cancels it", async ({
  page,
  expectAccessible,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Join as a mentee" }).click();
  await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();
  await expectAccessible(page);
  await signUpMentee(page, "Ines Duarte");

  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
  await expectAccessible(page);
  await completeProfile(page);

  await page.getByRole("link", { name: "Find a mentor" }).click();
  await page.waitForURL("/mentors");
  await expectAccessible(page);
  await page.getByRole("combobox", { name: "Expertise" }).selectOption({ label: "PostgreSQL (1)" });
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/expertise=postgresql/);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(["Jonas Weber"]);
  await page.getByRole("link", { name: "Jonas Weber" }).click();

  await expect(page.getByRole("heading", { name: "Jonas Weber" })).toBeVisible();
  await expect(page.getByLabel("Times shown in")).toHaveValue("Europe/London");
  await chooseTime(page);
  await page.getByLabel("Topic").fill("Reviewing my first schema");
  await page.getByLabel("Agenda").fill("Two tables, one question.");
  await expect(page.getByText("For Jonas Weber:")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Book this session" }).click();

  await expect(page.getByText("Your session is booked.")).toBeVisible();
  await expect(page.locator(":focus")).toContainText("Your session is booked.");
  await expect(page.getByText("Two tables, one question.")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "My sessions" }).click();
  await expect(page.getByRole("link", { name: "Reviewing my first schema" })).toBeVisible();
  await expect(page.getByText(/Times in London, GMT/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Reviewing my first schema" }).click();
  await page.getByRole("button", { name: "Cancel session" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Message").fill("I found the answer myself.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel session" }).click();
  await expect(page.getByText("This session was cancelled.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel session" })).toHaveCount(0);

  await page.getByRole("link", { name: "My sessions" }).click();
  await expect(page.getByRole("heading", { name: "No upcoming sessions" })).toBeVisible();
  await page.getByRole("link", { name: "Past and cancelled" }).click();
  await expect(page.getByRole("link", { name: "Reviewing my first schema" })).toBeVisible();
});

test("pages load with their data and make no API call", async ({ page }) => {
  await signUpMentee(page, "Prefetched Paula");
  for (const path of ["/profile", "/mentors", "/sessions"]) {
    const calls: string[] = [];
    page.on("request", (request) => {
      // The stream of notifications begins later.
      if (/\/api\/trpc\/(?!notification\.live)/.test(request.url())) calls.push(request.url());
    });
    await page.goto(path, { waitUntil: "networkidle" });
    expect(calls, path).toEqual([]);
  }
});

test("the calendar works with the keyboard alone", async ({ page }) => {
  await signUpMentee(page, "Keyboard Kim");
  await completeProfile(page);
  await page.goto("/mentors?search=Priya");
  await page.getByRole("link", { name: "Priya Raman" }).click();
  const day = page.getByRole("button", { name: /, \d+ times?$/ }).first();
  await day.focus();
  await page.keyboard.press("PageDown");
  await expect(page.getByRole("grid")).toBeVisible();
  await page.keyboard.press("PageUp");
  await day.focus();
  await page.keyboard.press("Enter");
  // The focus is on the heading of the times; the first of them is one Tab away.
  await expect(page.getByRole("radio").first()).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("radio").first()).toBeChecked();
  await page.getByLabel("Topic").focus();
  await page.keyboard.type("By keyboard alone");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your session is booked.")).toBeVisible();
});

test("a deleted profile can be created again", async ({ page, expectAccessible }) => {
  await signUpMentee(page, "Changing Chloe");
  await completeProfile(page);
  await page.getByRole("button", { name: "Delete this profile" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete profile", exact: true }).click();
  await expect(page.getByText("Your profile was deleted.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "What you want to learn" })).toBeFocused();
  await expect(page.getByLabel("Goals", { exact: true })).toHaveValue("");
  await completeProfile(page);
});

test("a mentee completes the profile while booking and returns to the chosen time", async ({
  page,
  expectAccessible,
}) => {
  await signUpMentee(page, "Hasty Hugo");
  await page.goto("/mentors?search=Amara");
  await page.getByRole("link", { name: "Amara Okafor" }).click();
  await page.getByLabel("Length", { exact: true }).selectOption("60");
  const chosen = await chooseTime(page, { day: 1, time: 1 });
  await expectAccessible(page);
  await page.getByRole("link", { name: "Complete your profile" }).click();
  await page
    .getByLabel("Goals", { exact: true })
    .fill("Decide what to learn next, and in which order.");
  await page.getByLabel("Interests", { exact: true }).fill("Career growth");
  await page.getByRole("button", { name: "Save profile" }).click();
  await page.waitForURL(/\/mentors\/.*start=/);
  await expect(page.getByLabel("Length", { exact: true })).toHaveValue("60");
  await expect(page.getByRole("radio", { checked: true })).toHaveValue(chosen);
  await page.getByLabel("Topic").fill("What to learn next");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.locator(":focus")).toContainText("Your session is booked.");
});

test("the calendar opens at the first free day and shows how many times each day has", async ({
  page,
}) => {
  await signUpMentee(page, "Counting Cora");
  await page.goto("/mentors?search=Priya");
  await page.getByRole("link", { name: "Priya Raman" }).click();
  // The first day with times is already chosen.
  const first = page.getByRole("button", { name: /, \d+ times?$/ }).first();
  await expect(page.locator("[aria-selected=true]").getByRole("button")).toHaveAccessibleName(
    (await first.getAttribute("aria-label")) ?? "",
  );
  const count = await page.getByRole("radio").count();
  expect(count).toBeGreaterThan(0);
  await expect(first.locator("[data-slot=count]")).toHaveText(String(count));
  const label = (await first.getAttribute("aria-label")) ?? "";
  expect(label).toMatch(new RegExp(`, ${count} times?$`));
});
