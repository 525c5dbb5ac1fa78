import { chooseTime, completeProfile, expect, pageOf, signUpMentee, test } from "./fixtures";

test("a mentor answers a request on the page of today, and the mentee sees when to join", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const topic = "A question that can't wait";
  await signUpMentee(page, "Lena Fuchs");
  await completeProfile(page);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No session ahead" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/mentors?search=Luc");
  await page.getByRole("link", { name: "Lucía Fernández" }).click();
  await chooseTime(page, { day: 3 });
  await page.getByLabel("Topic").fill(topic);
  await page.getByRole("button", { name: "Request this session" }).click();
  await expect(page.getByText("Waiting for Lucía Fernández's answer")).toBeVisible();

  const mentor = await pageOf(browser, "lucia@sundial.example", "/");
  await mentor.setViewportSize({ width: 390, height: 844 });
  const requests = mentor.getByRole("region", { name: "Awaiting your answer" });
  const request = requests.getByRole("article").filter({ hasText: topic });
  await request.getByText("About Lena Fuchs").click();
  await expect(request.getByText("You haven't met before.")).toBeVisible();
  await expectAccessible(mentor);
  await request.getByRole("button", { name: "Approve" }).click();
  await mentor.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await expect(request).toHaveCount(0);
  await expect(mentor.getByRole("heading", { name: "Awaiting your answer" })).toBeFocused();
  await mentor.context().close();

  await page.goto("/");
  const next = page.getByRole("region", { name: "Your next session" });
  await expect(next.getByRole("link", { name: topic })).toBeVisible();
  await expect(next.getByText(/^Starts in/)).toBeVisible();
  const mentors = page.getByRole("region", { name: "Your mentors" });
  await expect(mentors.getByRole("link", { name: "Lucía Fernández" })).toBeVisible();
  await expectAccessible(page);
});

test("staff see what needs a look, write to somebody who is stuck, and can't do it twice", async ({
  page: _,
  browser,
  expectAccessible,
}) => {
  const admin = await pageOf(browser, "alex@sundial.example", "/");
  await expect(admin.getByRole("heading", { name: "Installation" })).toBeVisible();
  await expectAccessible(admin);
  await admin.context().close();

  const pm = await pageOf(browser, "sam@sundial.example", "/");
  await expectAccessible(pm);
  await pm.getByRole("link", { name: /had no session for 21 days$/ }).click();
  await expect(pm.getByRole("heading", { name: "Mentees without a session" })).toBeVisible();
  await expectAccessible(pm);
  const write = pm.getByRole("button", { name: /^Write to/ }).first();
  const name = (await write.getAttribute("aria-label"))?.replace("Write to ", "") ?? "";
  await write.click();
  const dialog = pm.getByRole("dialog", { name: `Write to ${name}` });
  await expect(dialog.getByLabel("Message")).toHaveValue(new RegExp(`^Hello ${name},`));
  await expectAccessible(pm);
  await dialog.getByLabel("Message").fill("Shall we look for a mentor together?");
  await dialog.getByRole("button", { name: "Send message" }).click();
  await expect(dialog).toHaveCount(0);
  const row = pm.getByRole("listitem").filter({ has: pm.getByRole("link", { name, exact: true }) });
  await expect(row.getByText("Somebody wrote to them on")).toBeVisible();
  await expect(row.getByRole("button")).toHaveCount(0);
  await expect(row.getByRole("link", { name: "Book for them" })).toBeVisible();
  await pm.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(pm);
  await pm.context().close();
});
