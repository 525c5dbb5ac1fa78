import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  signIn,
  signUpMentee,
  test,
} from "./fixtures";

test("an admin previews a suspension, suspends a mentee and reactivates them", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const address = await signUpMentee(page, "Vera Stein");
  await completeProfile(page);
  await page.goto("/mentors?search=Amara");
  await page.getByRole("link", { name: "Amara Okafor" }).click();
  await chooseTime(page, { day: 3 });
  await page.getByLabel("Topic").fill("Saying no kindly");
  await page.getByRole("button", { name: "Book this session" }).click();
  await page.waitForURL(/\/sessions\/[\w-]+/);
  const sessionPath = new URL(page.url()).pathname;

  const admin = await pageOf(browser, "alex@sundial.example", "/people");
  await admin.getByRole("link", { name: "People" }).click();
  await expectAccessible(admin);
  await admin.getByLabel("Name or email address").fill(address);
  await admin.getByRole("button", { name: "Search" }).click();
  await expect(admin.getByRole("status").filter({ hasText: "1 person" })).toBeVisible();
  await admin.getByRole("link", { name: "Vera Stein" }).click();
  await expect(admin.getByText("1 upcoming, 0 past")).toBeVisible();
  await expectAccessible(admin);

  await admin.getByRole("button", { name: "Suspend" }).click();
  const dialog = admin.getByRole("dialog");
  await expect(dialog.getByText("1 session with 1 person will be cancelled.")).toBeVisible();
  await expect(dialog.getByText("Saying no kindly, with Amara Okafor")).toBeVisible();
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog.getByText("Use at least 3 characters")).toBeVisible();
  await expectAccessible(admin);
  await dialog.getByLabel("Reason").fill("Asked mentors for money");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(admin.getByText("Vera Stein is suspended.")).toBeVisible();
  await expect(admin.getByText("0 upcoming, 0 past")).toBeVisible();
  await expect(admin.getByRole("heading", { name: "Vera Stein" })).toBeFocused();
  await expectAccessible(admin);

  // Out on the next click, and no way back in with the password.
  await page.goto("/sessions");
  await expect(page).toHaveURL(/\/sign-in/);

  const mentor = await pageOf(browser, "amara@sundial.example", sessionPath);
  await expect(mentor.getByText("This session was cancelled.")).toBeVisible();
  await expect(mentor.getByText(/suspended|money/)).toHaveCount(0);
  await expectAccessible(mentor);
  await mentor.context().close();
  await admin.goto(sessionPath);
  await expect(admin.getByText("One person's account was suspended.")).toBeVisible();
  await admin.goBack();

  await admin.getByRole("button", { name: "Reactivate" }).click();
  await dialog.getByLabel("Reason").fill("It was somebody else");
  await dialog.getByRole("button", { name: "Reactivate" }).click();
  await expect(admin.getByText("Vera Stein is active.")).toBeVisible();
  await expect(admin.getByText("0 upcoming, 0 past")).toBeVisible();

  await admin.context().close();
});

test("an admin filters and exports audit events", async ({ browser, expectAccessible }) => {
  const admin = await pageOf(browser, "alex@sundial.example", "/people?status=suspended");
  await admin.getByRole("link", { name: "Viktor Lindqvist" }).click();
  await admin.getByRole("link", { name: "Everything about this person" }).click();
  await expect(admin.getByRole("heading", { name: "Audit log" })).toBeVisible();
  const events = admin.getByRole("region", { name: "Events" });
  const viewed = events
    .getByRole("listitem")
    .filter({ hasText: "viewed Viktor Lindqvist" })
    .first();
  await expect(viewed).toContainText("Alex Chen viewed Viktor Lindqvist.");
  await viewed.getByText("Details").click();
  await expect(viewed.getByText("Browser")).toBeVisible();
  await expectAccessible(admin);
  const download = admin.waitForEvent("download");
  await admin.getByRole("link", { name: "Export as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("sundial-events.csv");

  await admin.getByLabel("What happened").selectOption("account");
  const target = admin.getByRole("combobox", { name: "Target" });
  await expect(target).toHaveValue("Viktor Lindqvist");
  await target.fill("");
  await admin.getByRole("button", { name: "Apply" }).click();
  await expect(admin).toHaveURL(/action=account(&|$)/);
  await expect(events.getByText("signed in.").first()).toBeVisible();
  await expect(events.getByText("member.viewed")).toHaveCount(0);

  const actor = admin.getByRole("combobox", { name: "Actor" });
  await actor.fill("nobody is called this");
  await expect(admin.getByText("No people match.")).toBeVisible();
  await actor.fill("Alex");
  await expect(
    admin.getByRole("option", { name: "Alex Chen (alex@sundial.example)" }),
  ).toBeVisible();
  await expectAccessible(admin);
  // One Enter chooses the person, the next one applies the filters.
  await actor.press("Enter");
  await actor.press("Enter");
  await expect(admin).toHaveURL(/actorId=/);
  await expect(actor).toHaveValue("Alex Chen");
  await expect(events.getByRole("listitem").first()).toContainText("Alex Chen");
  await admin.context().close();
});

test("an admin changes a role, then permanently erases a person after typing their address", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const address = await signUpMentee(page, "Otto Grau");
  const admin = await pageOf(browser, "alex@sundial.example", "/people");
  await admin.goto(`/people?search=${encodeURIComponent(address)}`);
  await admin.getByRole("link", { name: "Otto Grau" }).click();
  await admin.getByRole("button", { name: "Change role" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("New role").selectOption("mentor");
  await dialog.getByLabel("Reason").fill("Passed the mentors' training");
  await expectAccessible(admin);
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(admin.getByText("Otto Grau is now mentor.")).toBeVisible();
  const changed = admin.getByRole("listitem").filter({ hasText: "member.roleChanged" });
  await expect(changed).toContainText("before: mentee");
  await expect(changed).toContainText("after: mentor");
  // Without signing in again, the page is a mentor's.
  await page.goto("/profile");
  await expect(page.getByRole("link", { name: "Availability" })).toBeVisible();

  await admin.getByRole("button", { name: "Erase" }).click();
  await expect(dialog.getByText("They have no upcoming sessions.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("Asked for it by post");
  await dialog.getByLabel(/^Type/).fill("somebody else");
  await dialog.getByRole("button", { name: "Erase" }).click();
  await expect(dialog.getByText("Type it exactly as shown")).toBeVisible();
  await expectAccessible(admin);
  await dialog.getByLabel(/^Type/).fill(address);
  await dialog.getByRole("button", { name: "Erase" }).click();
  await expect(admin.getByText("This person was erased.")).toBeVisible();
  await expect(admin.getByRole("heading", { name: "Former member" })).toBeVisible();
  await expect(admin.getByRole("button", { name: "Suspend" })).toHaveCount(0);
  await expect(admin.getByText(address)).toHaveCount(0);
  await expectAccessible(admin);
  await page.goto("/sessions");
  await expect(page).toHaveURL(/\/sign-in/);
  await admin.context().close();
});

test("program managers see people and change no access of staff; mentees see neither", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const pm = await pageOf(browser, "sam@sundial.example", "/people?status=suspended");
  await expect(pm.getByRole("link", { name: "Audit" })).toHaveCount(0);
  await pm.getByRole("link", { name: "Viktor Lindqvist" }).click();
  await expect(pm.getByText("Sent advertising to three mentors")).toBeVisible();
  await expect(pm.getByRole("button", { name: "Change role" })).toBeVisible();
  for (const name of ["Reactivate", "Erase"]) {
    await expect(pm.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(pm.getByRole("heading", { name: "Timeline" })).toHaveCount(0);
  await expectAccessible(pm);
  await pm.goto("/people?role=admin");
  await pm.getByRole("link", { name: "Alex Chen" }).click();
  await expect(pm.getByRole("heading", { name: "Alex Chen" })).toBeVisible();
  await expect(pm.getByRole("button", { name: "Change role" })).toHaveCount(0);
  await pm.context().close();

  await signUpMentee(page, "Mila Fuchs");
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
});

test("an inactive person sees their sessions, why the rest is closed, and no dead links", async ({
  browser,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/404/);
  const context = await browser.newContext({ timezoneId: "Asia/Tokyo", locale: "en-US" });
  const page = await context.newPage();
  await signIn(page, "ines@sundial.example");
  await expect(page.getByText("Your account is inactive.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No upcoming sessions" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText([
    "Today",
    "My sessions",
  ]);
  // A zone other than the account's, which they may not change.
  await expect(page.getByRole("region", { name: "Time zone" })).toHaveCount(0);
  await expectAccessible(page);
  for (const path of ["/profile", "/availability", "/people"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await expect(page.getByRole("button", { name: "Download my data" })).toBeVisible();
  await expectAccessible(page);
  await context.close();
});
