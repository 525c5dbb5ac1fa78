import { timeFormats } from "@sundial/validators/time";
import { expect, signUpMentee, test } from "./fixtures";

test("the directory sorts by earliest time, filters by time of day, and removes filters one by one", async ({
  page,
  expectAccessible,
}) => {
  await signUpMentee(page, "Searching Sara");
  await page.goto("/mentors");
  const cards = page.getByRole("region", { name: "Results" }).locator("li:has(h2)");
  await expect(cards).toHaveCount(11);
  // The first time is the one mentors rank by; an earlier one at night is below it.
  const starts = await cards.evaluateAll((all) =>
    all.map((card) => card.querySelector("time")?.getAttribute("datetime")),
  );
  expect(starts).toEqual([...starts].sort());

  await page.getByLabel("Sort by").selectOption("name");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/sort=name/);
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("Amara Okafor");

  await page.goto("/mentors");
  await page.getByRole("checkbox", { name: "Evening" }).check();
  await page.getByRole("combobox", { name: "Expertise" }).selectOption("postgresql");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/partsOfDay=evening/);
  const active = page.getByRole("list", { name: "Active filters" });
  await expect(active.getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
  await active.getByRole("link", { name: "Remove filter PostgreSQL" }).press("Enter");
  await page.waitForURL("/mentors?partsOfDay=evening");
  await expect(page.getByRole("checkbox", { name: "Evening" })).toBeChecked();

  await page.goto("/mentors?search=nobody-is-called-this&expertise=postgresql");
  await page.getByRole("link", { name: "Remove search term" }).click();
  await page.waitForURL("/mentors?expertise=postgresql");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(["Jonas Weber"]);
});

test("night times are marked and can be filtered", async ({ browser, expectAccessible }) => {
  // Office hours in Europe and Africa are at night there.
  const context = await browser.newContext({ timezoneId: "Pacific/Honolulu" });
  const page = await context.newPage();
  await signUpMentee(page, "Nocturnal Noa");
  await page.goto("/mentors");
  await page.getByRole("checkbox", { name: "Night" }).check();
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/partsOfDay=night/);
  const card = page.getByRole("region", { name: "Results" }).locator("li:has(h2)").first();
  await expect(card.getByText("Night", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const startsAt = (await card.getByRole("time").getAttribute("datetime")) ?? "";
  await card.getByRole("link").click();
  const { day: nameOf } = timeFormats({ clock: "h12", dateOrder: "mdy", weekStart: 7 });
  const date = nameOf(new Date(startsAt), "Pacific/Honolulu");
  const day = page.getByRole("button", { name: new RegExp(`${date}\\b.*, \\d+ times?`) });
  // Days with times only: the picker goes on by itself from a month that has none left.
  await expect(page.getByRole("button", { name: /, \d+ times?$/ }).first()).toBeVisible();
  // At the end of a month, the first free day may be in this month and the first night in the next.
  if ((await day.count()) === 0) await page.getByRole("button", { name: /next month/i }).click();
  await day.click();
  await expect(page.getByRole("group").getByText("Night", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await context.close();
});
