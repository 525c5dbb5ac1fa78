import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import {
  type APIRequestContext,
  type Browser,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
} from "@playwright/test";
import { DEMO_PASSWORD } from "@sundial/db/demo";
import { z } from "zod";
import { CONTROL_URL } from "./addresses";

export { expect };

interface Fixtures {
  /** Names the console errors that a test causes on purpose; all others fail it. */
  allowConsoleErrors: (pattern: RegExp) => void;
  /** Fails with axe's findings on the page as it is now. */
  expectAccessible: (page: Page) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  allowConsoleErrors: [
    async ({ context }, use) => {
      const allowed: RegExp[] = [];
      const errors: string[] = [];
      context.on("console", (message: ConsoleMessage) => {
        if (message.type() === "error") errors.push(message.text());
      });
      context.on("weberror", (error) => errors.push(error.error().message));
      await use((pattern) => allowed.push(pattern));
      expect(errors.filter((text) => !allowed.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from this pattern.
  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      // Next sends a page's title after the page, so a navigation may still be waiting for it.
      await expect(page).toHaveTitle(/\S/);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        // Our pages hold no frames of other sites, for which axe would open a page of its own.
        .setLegacyMode()
        .analyze();
      expect(
        violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) })),
      ).toEqual([]);
    });
  },
});

const mails = z.array(z.object({ subject: z.string(), text: z.string(), html: z.string() }));

/** The newest email to this address with this subject, once it has arrived. */
export async function receiveEmail(request: APIRequestContext, to: string, subject: RegExp) {
  const newest = async () => {
    const answer = await request.get(`${CONTROL_URL}/mails`, { params: { to } });
    return mails.parse(await answer.json()).findLast((mail) => subject.test(mail.subject));
  };
  await expect.poll(newest, { intervals: [200] }).toBeDefined();
  const mail = await newest();
  if (mail === undefined) throw new Error(`no mail to ${to}`);
  return { ...mail, link: /:\n(https?:\/\/\S+)$/m.exec(mail.text)?.[1] ?? "none" };
}

export const PASSWORD = "a long enough password";

/** Signs in as someone from the demo program. Resolves when the next page is usable. */
export async function signIn(page: Page, address: string, next = "/sessions") {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(next);
  await untilHydrated(page);
}

/** Until React has hydrated the page, because an earlier click is lost. */
export async function untilHydrated(page: Page) {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll("main :is(a, button, input, select)")];
    const isTaken = (control: Element) =>
      Object.keys(control).some((key) => key.startsWith("__reactProps$"));
    return controls.length > 0 && controls.every(isTaken);
  });
}

/** A page of someone from the demo program, in a separate browser context. */
export async function pageOf(browser: Browser, address: string, next = "/sessions") {
  const context = await browser.newContext({ timezoneId: "Europe/London", locale: "en-US" });
  const page = await context.newPage();
  await signIn(page, address, next);
  return page;
}

/**
 * Signs up a new mentee through the page and the email's link; ends on the profile page and returns
 * their address. With `stay`, the form is already open. With `wantsToMentor`, they say so, and end
 * on the page to apply.
 */
export async function signUpMentee(
  page: Page,
  name: string,
  { stay = false, address = `${randomUUID()}@e2e.example`, wantsToMentor = false } = {},
) {
  if (!stay) await page.goto("/sign-up");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByLabel("I'd like to be a mentor").setChecked(wantsToMentor);
  await page.getByRole("button", { name: "Create account" }).click();
  const { link } = await receiveEmail(page.request, address, /confirm/i);
  await page.goto(link);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForURL(wantsToMentor ? "/become-a-mentor" : "/profile");
  return address;
}

export async function completeProfile(page: Page) {
  await page
    .getByLabel("Goals", { exact: true })
    .fill("Design a data model I can defend in a review.");
  const interests = page.getByLabel("Interests", { exact: true });
  await interests.fill("PostgreSQL");
  await interests.press("Enter");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Your profile is ready.")).toBeVisible();
}

/** Picks the n-th day with open times and its n-th time, on a mentor's page. */
export async function chooseTime(page: Page, { day = 0, time = 0 } = {}) {
  const days = page.getByRole("button", { name: /, \d+ times?$/ });
  // Not the days of another length, nor of a month without times that the picker is about to leave.
  await expect(page.getByText("The number under a day is how many times are free.")).toBeVisible();
  await expect(days.first()).toBeVisible();
  // Late in a month, the day may be in the next one.
  const left = await days.count();
  if (left <= day) await page.getByRole("button", { name: /next month/i }).click();
  await days.nth(left <= day ? day - left : day).click();
  const option = page.getByRole("radio").nth(time);
  await option.check();
  return option.inputValue();
}

/** Creates a personal access token on the account page, which is open, and returns it. */
export async function createToken(page: Page, { name, scope }: { name: string; scope: string }) {
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Access", { exact: true }).selectOption(scope);
  await page.getByLabel("Expires in").selectOption("90 days");
  await page.getByRole("button", { name: "Create token" }).click();
  const field = page.getByLabel(`The token “${name}”`);
  await expect(field).toBeFocused();
  return field.inputValue();
}
