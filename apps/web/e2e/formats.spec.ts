import type { Browser, Page } from "@playwright/test";
import {
  chooseTime,
  completeProfile,
  expect,
  receiveEmail,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

/** A page of someone whose browser prefers this language. */
async function pageIn(browser: Browser, locale: string) {
  const context = await browser.newContext({ locale, timezoneId: "Europe/London" });
  const errors: string[] = [];
  // If server and browser render different pages, the console shows an error.
  context.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  context.on("weberror", (error) => errors.push(error.error().message));
  return { page: await context.newPage(), errors };
}

const weekdays = (page: Page) => page.getByRole("grid").locator("thead th");

const CLOCK_12 = /\b(1[0-2]|[1-9]):\d\d [AP]M\b/;
const CLOCK_24 = /\b([01]\d|2[0-3]):\d\d\b/;

for (const { locale, clock, notClock } of [
  { locale: "en-US", clock: CLOCK_12, notClock: /\b0\d:\d\d\b/ },
  { locale: "de-DE", clock: CLOCK_24, notClock: /[AP]M\b/ },
  { locale: "en-JP", clock: CLOCK_24, notClock: /[AP]M\b/ },
]) {
  test(`a stranger who reads ${locale} sees the clock of their region`, async ({ browser }) => {
    const { page, errors } = await pageIn(browser, locale);
    await page.goto("/");
    const cities = page.getByRole("figure").getByRole("listitem");
    await expect(cities).toHaveCount(5);
    for (const text of await cities.allTextContents()) {
      expect(text).toMatch(clock);
      expect(text).not.toMatch(notClock);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });
}

test("a mentee in Britain sees British formats on pages and in emails until they choose others", async ({
  browser,
  expectAccessible,
}) => {
  const { page, errors } = await pageIn(browser, "en-GB");
  const address = await signUpMentee(page, "British Bea");
  await completeProfile(page);
  await page.goto("/mentors?search=Jonas");
  await expect(page.getByRole("group", { name: "Days" }).getByRole("checkbox").first()).toHaveValue(
    "1",
  );
  await page.getByRole("link", { name: "Jonas Weber" }).click();
  await expect(weekdays(page)).toHaveText(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]);
  await chooseTime(page);
  await expect(page.getByRole("radio").first().locator("..")).toHaveText(CLOCK_24);
  await page.getByLabel("Topic").fill("Dates in Britain");
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
  const british = /[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d to \d\d:\d\d/;
  await expect(page.getByText(british).first()).toBeVisible();
  const session = page.url();
  const { text } = await receiveEmail(page.request, address, /Dates in Britain/);
  expect(text).toMatch(british);

  await page.goto("/profile");
  await expect(page.getByLabel("Clock")).toHaveValue("");
  await expect(page.getByLabel("Clock")).toContainText("Automatic (13:30)");
  await expect(page.getByLabel("Week starts on")).toContainText("Automatic (Monday)");
  await page.getByLabel("Clock").selectOption("12 hours (1:30 PM)");
  await page.getByLabel("Date format").selectOption("2027-03-16");
  await page.getByLabel("Week starts on").selectOption("Saturday");
  await page.getByRole("button", { name: "Save formats" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await untilHydrated(page);
  await expect(page.getByLabel("Clock")).toHaveValue("h12");

  await page.goto(session);
  const chosen = /[A-Z][a-z]+day, \d{4}-\d\d-\d\d, \d{1,2}:\d\d [AP]M to \d{1,2}:\d\d [AP]M/;
  await expect(page.getByText(chosen).first()).toBeVisible();
  await page.goto("/mentors?search=Priya");
  await page.getByRole("link", { name: "Priya Raman" }).click();
  await expect(weekdays(page)).toHaveText(["Sa", "Su", "Mo", "Tu", "We", "Th", "Fr"]);
  expect(errors).toEqual([]);
  await page.context().close();
});
