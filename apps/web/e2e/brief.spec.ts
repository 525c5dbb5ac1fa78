import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

test("a mentee chooses who sees what, and the mentor reads the rest before answering", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const address = await signUpMentee(page, "Ida Lund");
  await page.getByLabel("Background (optional)").fill("Twelve years as a carpenter.");
  await page.getByLabel("Who sees this: Background").selectOption("Only program staff");
  await completeProfile(page);

  const preview = page.getByRole("region", { name: "What a mentor sees" });
  await expect(preview.getByText("Design a data model")).toBeVisible();
  await expect(preview.getByText("carpenter")).toHaveCount(0);
  await preview.getByLabel("Seen by").selectOption("Everyone else");
  await expect(preview.getByText("Nothing of your profile.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Who sees this: Interests").selectOption("Everyone signed in");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(preview.getByText("PostgreSQL")).toBeVisible();
  await expect(preview.getByText("Design a data model")).toHaveCount(0);

  await page.reload();
  await untilHydrated(page);
  await expect(page.getByLabel("Who sees this: Background")).toHaveValue("staff");
  await expect(page.getByLabel("Who sees this: Interests")).toHaveValue("everyone");

  await page.goto("/mentors?search=Lucía");
  await page.getByRole("link", { name: "Lucía Fernández" }).click();
  await chooseTime(page, { day: 2 });
  await page.getByLabel("Topic").fill("Asking better questions");
  await page.getByLabel("Agenda").fill("Two interviews that went wrong.");
  await page.getByRole("button", { name: "Request this session" }).click();
  await page.waitForURL(/\/sessions\/.+/);
  const path = new URL(page.url()).pathname;
  const aboutMentor = page.getByRole("region", { name: "About Lucía Fernández" });
  await expect(aboutMentor.getByText("Interviews, roadmaps and saying no kindly.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "About Ida Lund" })).toHaveCount(0);
  await expectAccessible(page);

  const mentor = await pageOf(browser, "lucia@sundial.example", path);
  const about = mentor.getByRole("region", { name: "About Ida Lund" });
  await expect(about.getByText("Design a data model")).toBeVisible();
  await expect(about.getByText("PostgreSQL")).toBeVisible();
  await expect(about.getByText("carpenter")).toHaveCount(0);
  await expect(mentor.getByText("Two interviews that went wrong.")).toBeVisible();
  await expectAccessible(mentor);
  await mentor.context().close();

  const staff = await pageOf(browser, "sam@sundial.example", `/people?search=${address}`);
  await staff.getByRole("link", { name: "Ida Lund" }).click();
  const whole = staff.getByRole("region", { name: "Profile" });
  await expect(whole.getByText("carpenter")).toBeVisible();
  await expectAccessible(staff);
  await staff.context().close();
});

test("before the next session, a mentor reads what the two wrote down after the last one", async ({
  browser,
  expectAccessible,
}) => {
  const mentor = await pageOf(browser, "amara@sundial.example");
  await mentor.getByRole("link", { name: "Giving feedback upwards" }).click();
  const earlier = mentor.getByRole("region", { name: "Earlier sessions" });
  await expect(earlier.getByText("1 session so far, and 1 open action item.")).toBeVisible();
  await expect(earlier.getByText("Hand over one decision a week")).toBeVisible();
  await expectAccessible(mentor);
  await earlier.getByRole("link", { name: "From senior to lead: what changes" }).click();
  await expect(
    mentor.getByRole("heading", { level: 1, name: "From senior to lead: what changes" }),
  ).toBeVisible();
  await mentor.context().close();
});
