import { expect, signUpMentee, test } from "./fixtures";

test("the directory: soonest first, by part of the day, and filters that come off one by one", async ({
  page,
  expectAccessible,
}) => {
  await signUpMentee(page, "Searching Sara");
  await page.goto("/mentors");
  const times = page.getByRole("region", { name: "Results" }).getByRole("time");
  await expect(times).toHaveCount(5);
  const starts = await times.evaluateAll((all) => all.map((each) => each.getAttribute("datetime")));
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
  const active = page.getByRole("list", { name: "Filters in force" });
  await expect(active.getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
  await active.getByRole("link", { name: "Remove filter PostgreSQL" }).press("Enter");
  await page.waitForURL("/mentors?partsOfDay=evening");
  await expect(page.getByRole("checkbox", { name: "Evening" })).toBeChecked();

  await page.goto("/mentors?search=nobody-is-called-this&expertise=postgresql");
  await page.getByRole("link", { name: "Search without the word" }).click();
  await page.waitForURL("/mentors?expertise=postgresql");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(["Jonas Weber"]);
});
