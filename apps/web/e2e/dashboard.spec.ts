import { expect, signIn, test } from "./fixtures";

test("a program manager reads the numbers, their tables and files", async ({
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await signIn(page, "sam@sundial.example");
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await expect(page.getByText("Completed sessions", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("img", { name: /^Stacked bars/ })).toBeVisible();

  await page.getByText("How each number is counted").click();
  await expect(page.getByText(/Different pairs of a mentor and a mentee/)).toBeVisible();
  await page.getByText("Table: Sessions", { exact: true }).click();
  const table = page.getByRole("region", { name: "Table: Sessions" });
  await expect(table.getByRole("columnheader", { name: "Completed" })).toBeVisible();
  await expectAccessible(page);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV: Numbers" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^sundial-numbers-.*\.csv$/);

  await page.getByRole("link", { name: "4 weeks" }).click();
  await expect(page.getByRole("link", { name: "4 weeks" })).toHaveAttribute("aria-current", "true");
  await page.goto("/dashboard?from=2027-02-02&to=2027-02-01");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("last day");
  await page.goto("/dashboard?from=2001-01-01&to=2001-02-01");
  await expect(page.getByRole("heading", { name: "No sessions in this period" })).toBeVisible();
});

test("an admin filters by expertise on a phone", async ({ page, expectAccessible }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "alex@sundial.example", "/dashboard");
  await page.getByLabel("Expertise of the mentor").selectOption({ label: "Python" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/expertise=python/);
  await expect(page.getByLabel("Expertise of the mentor")).toHaveValue("python");
  await expect(page.getByRole("img", { name: /^Lines/ })).toBeVisible();
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(isWide).toBe(false);
  await expectAccessible(page);
});
