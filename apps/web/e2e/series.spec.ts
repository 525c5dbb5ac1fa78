import { chooseTime, expect, pageOf, test, untilHydrated } from "./fixtures";

test("a mentor books a series, one session is cancelled alone, and staff book another around the rest", async ({
  browser,
  expectAccessible,
}) => {
  const mentor = await pageOf(browser, "amara@sundial.example", "/sessions?when=past");
  await mentor.setViewportSize({ width: 390, height: 844 });
  await mentor.getByRole("link", { name: "From senior to lead: what changes" }).click();
  await mentor.getByRole("link", { name: "Book a follow-up" }).click();
  await expect(mentor.getByRole("heading", { name: /Book a follow-up with/ })).toBeVisible();
  const first = await chooseTime(mentor, { day: 4 });
  await mentor.getByLabel("Topic").fill("A month of delegating");
  await mentor.getByLabel("Repeat").selectOption("Every week");
  await mentor.getByLabel("Number of sessions").selectOption("3");
  await expect(mentor.getByText("All 3 sessions can be booked.")).toBeVisible();
  await expect(mentor.getByRole("list", { name: "Sessions of the series" })).toContainText("Free");
  await expectAccessible(mentor);
  await mentor.getByRole("button", { name: "Book 3 sessions" }).click();
  await mentor.waitForURL(/\/sessions\/[^/]+\?booked=1/);
  const series = mentor.getByRole("region", { name: "Session 1 of 3 in a series" });
  await expect(series.getByRole("link")).toHaveCount(2);
  await expectAccessible(mentor);

  await mentor.getByRole("button", { name: "Cancel session" }).click();
  await mentor.getByRole("dialog").getByRole("button", { name: "Cancel session" }).click();
  await expect(series.getByText("Cancelled")).toBeVisible();
  await series.getByRole("link").first().click();
  await expect(
    mentor.getByRole("region", { name: "Session 2 of 3 in a series" }).getByText("Scheduled"),
  ).toHaveCount(2);
  const mentorPath = await (async () => {
    await mentor.goto("/mentors?search=Okafor");
    const link = mentor.getByRole("link", { name: "Amara Okafor" });
    return (await link.getAttribute("href")) ?? "/mentors";
  })();
  await mentor.context().close();

  const staff = await pageOf(browser, "sam@sundial.example", mentorPath);
  await untilHydrated(staff);
  await chooseTime(staff, { day: 4 });
  await staff.locator(`input[type="radio"][value="${first}"]`).check();
  await staff.getByLabel("Topic").fill("Learning to say no");
  await staff.getByLabel("Reason").fill("Agreed on at the kick-off.");
  await staff.getByLabel("Repeat").selectOption("Every week");
  await staff.getByLabel("Number of sessions").selectOption("3");
  await expect(staff.getByText("Choose the mentee first.")).toBeVisible();
  await staff.getByLabel("Mentee", { exact: true }).fill("Elena");
  await staff.getByRole("option", { name: /Elena Petrova/ }).click();
  await expect(staff.getByText("1 of 3 sessions will be booked.")).toBeVisible();
  await expect(staff.getByText("A series has at least 2 sessions.")).toBeVisible();
  await expect(staff.getByText("Another session, or the buffer after it").first()).toBeVisible();
  await staff.getByLabel("Instead of session 2").selectOption({ index: 1 });
  await expect(staff.getByText("2 of 3 sessions will be booked.")).toBeVisible();
  await expectAccessible(staff);
  await staff.getByRole("button", { name: "Book 2 sessions" }).click();
  await staff.waitForURL(/\/sessions\/[^/]+\?booked=1/);
  await expect(staff.getByRole("region", { name: "Session 1 of 2 in a series" })).toBeVisible();
  await expectAccessible(staff);
  await staff.context().close();
});
