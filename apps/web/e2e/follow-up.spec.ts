import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

test("both write notes at the same moment, agree on what to do, and see the mentee's goals", async ({
  page,
  browser,
  expectAccessible,
  allowConsoleErrors,
}) => {
  // The browser reports the conflict.
  allowConsoleErrors(/409/);
  await page.setViewportSize({ width: 390, height: 844 });
  await signUpMentee(page, "Odile Brand");
  await completeProfile(page);
  await page.getByRole("link", { name: "Goals" }).click();
  await expect(page.getByText("No goals yet.")).toBeVisible();
  await page.getByLabel("Goal", { exact: true }).fill("Lead a design review");
  await page.getByRole("button", { name: "Add milestone" }).click();
  await page.getByLabel("Milestone 1").fill("Watch one");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add goal" }).click();
  await page.getByLabel("Watch one").click();
  await expect(page.getByLabel("Watch one")).toBeChecked();
  await expect(page.getByText("1 of 1 milestones done")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/mentors?search=Okafor");
  await page.getByRole("link", { name: "Amara Okafor" }).click();
  await chooseTime(page, { day: 1, time: 2 });
  await page.getByLabel("Topic").fill("Preparing a review");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
  const path = new URL(page.url()).pathname;

  const mentor = await pageOf(browser, "amara@sundial.example", path);
  await expect(mentor.getByText("Lead a design review")).toBeVisible();
  await expectAccessible(mentor);

  // Both begin with the same text, and change the same line.
  await mentor.getByRole("button", { name: "Write shared notes" }).click();
  await page.getByRole("button", { name: "Write shared notes" }).click();
  await mentor.getByRole("textbox", { name: "Shared notes" }).fill("Start with the risks.");
  await page.getByRole("textbox", { name: "Shared notes" }).fill("Start with the audience.");
  await mentor.getByRole("button", { name: "Save notes" }).click();
  await expect(mentor.getByRole("button", { name: "Edit shared notes" })).toBeFocused();
  await page.getByRole("button", { name: "Save notes" }).click();
  await expect(page.getByText("Someone changed the same lines meanwhile.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Shared notes" })).toHaveValue(
    "Start with the risks.\nStart with the audience.",
  );
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save notes" }).click();
  await expect(page.getByText("Start with the audience.")).toBeVisible();

  await mentor.getByRole("button", { name: "Write your private notes" }).click();
  await mentor.getByRole("textbox", { name: "Your private notes" }).fill("Seems well prepared.");
  await mentor.getByRole("button", { name: "Save notes" }).click();
  await expect(mentor.getByText("Seems well prepared.")).toBeVisible();

  await mentor.getByLabel("What to do").fill("Send the outline");
  await mentor.getByLabel("Who does it").selectOption("Odile Brand");
  await mentor.getByLabel("Due").fill("2030-05-01");
  await mentor.getByRole("button", { name: "Add", exact: true }).click();
  await expect(mentor.getByLabel("Done: Send the outline")).toBeDisabled();
  await expectAccessible(mentor);
  await mentor.context().close();

  await page.reload();
  await untilHydrated(page);
  await expect(page.getByText("Start with the risks.")).toBeVisible();
  await expect(page.getByText("Seems well prepared.")).toHaveCount(0);
  await page.getByLabel("Done: Send the outline").click();
  await expect(page.getByLabel("Done: Send the outline")).toBeChecked();
  await expectAccessible(page);
});
