import type { Browser, BrowserContext, Page } from "@playwright/test";
import { z } from "zod";
import { CONTROL_URL } from "./addresses";
import { expect, pageOf, test } from "./fixtures";
import { expectations, routes, viewers, walkOf } from "./routes";

/** Phones, a window at 200 % zoom, and a desktop. */
const WIDTHS = [320, 390, 640, 1280];

const hostilePeople = z.object({
  mentor: z.string(),
  mentee: z.string(),
  inactive: z.string(),
  paused: z.string(),
  scheduled: z.string(),
  completed: z.string(),
  ofInactive: z.string(),
  serviceAccount: z.string(),
  webhook: z.string(),
  application: z.string(),
  report: z.string(),
  addresses: z.object({ mentor: z.string(), mentee: z.string(), inactive: z.string() }),
});

async function contextOf(browser: Browser, address: string) {
  const page = await pageOf(browser, address);
  await page.close();
  return page.context();
}

/** Leaves an event in the audit log with a whole week before and after. */
async function changeAvailability(context: BrowserContext) {
  const page = await context.newPage();
  await page.goto("/availability");
  await page.getByRole("button", { name: "Add hours on Monday" }).click();
  await page.getByRole("button", { name: "Remove Tuesday, hours 1" }).click();
  await page.getByRole("button", { name: "Add time off" }).click();
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await context.close();
}

test("every page declares who may open it", () => {
  expect(routes).toEqual(Object.keys(expectations).sort());
});

test("every page answers each viewer as it should, and nothing is wider than the screen", async ({
  browser,
  request,
  allowConsoleErrors,
}) => {
  // The browser reports missing pages.
  allowConsoleErrors(/404/);
  const answer = await request.post(`${CONTROL_URL}/hostile-people`);
  const { addresses, ...samples } = hostilePeople.parse(await answer.json());
  const people = { ...addresses, pm: "sam@sundial.example", admin: "alex@sundial.example" };
  await changeAvailability(await contextOf(browser, addresses.mentor));

  // Below the header, which all other pages have, too, everybody sees the same on these.
  const looksAlike = new Set(
    Object.values(expectations)
      .filter(({ answers }) => viewers.every((viewer) => answers[viewer] === 200))
      .map(({ path }) => path(samples, "visitor")),
  );
  for (const viewer of viewers) {
    const context =
      viewer === "visitor" ? await browser.newContext() : await contextOf(browser, people[viewer]);
    const page = await context.newPage();
    for (const [path, expected] of walkOf(samples, viewer)) {
      if (expected !== 200 || (viewer !== "visitor" && looksAlike.has(path))) {
        const seen = await answerOf(context, path);
        expect.soft(seen, `${path} for ${viewer}`).toEqual(expected);
        continue;
      }
      const { status, tooWide } = await findTooWide(page, path);
      expect.soft(status, `${path} for ${viewer}`).toBe(expected);
      expect.soft(tooWide, `${path} for ${viewer}`).toEqual([]);
    }
    await context.close();
  }
});

test("a paused mentor's page opens after the pause; staff see Sessions, not My sessions", async ({
  browser,
  request,
  expectAccessible,
}) => {
  const answer = await request.post(`${CONTROL_URL}/hostile-people`);
  const { paused, addresses } = hostilePeople.parse(await answer.json());
  const mentee = await contextOf(browser, addresses.mentee);
  const page = await mentee.newPage();
  await page.goto(`/mentors/${paused}`);
  await expect(page.getByText("Pausing Pia has paused new bookings")).toBeVisible();
  await expect(page.getByText(/Bookings reopen/)).toBeVisible();
  await expect(page.getByRole("radio").first()).toBeVisible();
  await expectAccessible(page);
  const menu = (of: Page) => of.getByRole("navigation", { name: "Main" }).getByRole("link");
  await expect(menu(page).filter({ hasText: "sessions" })).toHaveText("My sessions");
  await mentee.close();

  const staff = await contextOf(browser, "sam@sundial.example");
  const list = await staff.newPage();
  await list.goto("/sessions");
  await expect(menu(list).filter({ hasText: /sessions/i })).toHaveText("Sessions");
  await expect(list.getByRole("heading", { level: 1 })).toHaveText("Sessions");
  await expect(list).toHaveTitle("Sessions · Sundial");
  await staff.close();
});

test("forms have their values before any script runs", async ({ browser, request }) => {
  const answer = await request.post(`${CONTROL_URL}/hostile-people`);
  const { addresses } = hostilePeople.parse(await answer.json());
  for (const [address, path] of [
    [addresses.mentee, "/profile"],
    [addresses.mentor, "/profile"],
    [addresses.mentor, "/availability"],
    ["alex@sundial.example", "/audit?action=member&from=2026-01-01"],
    ["alex@sundial.example", "/people?search=a&role=mentee"],
  ] as const) {
    const alive = await contextOf(browser, address);
    const still = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await alive.storageState(),
    });
    const [withScripts, without] = [await alive.newPage(), await still.newPage()];
    await withScripts.goto(path);
    await expect(withScripts.getByRole("main").locator("button:disabled[type=submit]")).toHaveCount(
      path === "/availability" ? 1 : 0,
    );
    await without.goto(path);
    const values = await valuesOn(without);
    expect(values.length, path).toBeGreaterThan(2);
    expect(values, path).toEqual(await valuesOn(withScripts));
    await still.close();
    await alive.close();
  }
});

/** The values of the page's visible controls. */
function valuesOn(page: Page) {
  return page
    .getByRole("main")
    .locator("input:visible, select:visible, textarea:visible")
    .evaluateAll((controls) =>
      controls.map((control) => {
        if (control instanceof HTMLInputElement && /radio|checkbox/.test(control.type)) {
          return `${control.name} ${control.value}: ${control.checked}`;
        }
        const isField =
          control instanceof HTMLInputElement ||
          control instanceof HTMLSelectElement ||
          control instanceof HTMLTextAreaElement;
        return isField ? `${control.name}: ${control.value}` : "";
      }),
    );
}

/** The status, and the target of a redirect. */
async function answerOf(context: BrowserContext, path: string) {
  const response = await context.request.get(path, { maxRedirects: 0 });
  if (response.status() !== 307) return response.status();
  return { to: response.headers().location };
}

/** Everything wider than the screen or its box, at any of the widths, and the page's own status. */
async function findTooWide(page: Page, path: string) {
  const tooWide: string[] = [];
  const response = await page.goto(path);
  // The page itself, not where it leads.
  const isRedirected = response?.request().redirectedFrom() != null;
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(wideThings);
    tooWide.push(...wide.slice(0, 5).map((what) => `${path} at ${width}: ${what}`));
  }
  return { status: isRedirected ? "redirect" : response?.status(), tooWide };
}

function wideThings(): string[] {
  const screen = document.documentElement.clientWidth;
  const found: string[] = [];
  const describe = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.slice(0, 40)}`;
  const isOutOfSight = (element: Element) =>
    element.closest(".sr-only, [hidden], script, style, next-route-announcer, svg *") !== null;
  const scrolls = (element: Element) =>
    ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  function frameOf(element: Element | null): DOMRect | null {
    for (let box = element; box; box = box.parentElement) {
      if (scrolls(box)) return null;
      const { borderLeftWidth, backgroundColor } = getComputedStyle(box);
      const isFramed = borderLeftWidth !== "0px" || !/^rgba\(.*, 0\)$/.test(backgroundColor);
      if (isFramed && getComputedStyle(box).display !== "inline")
        return box.getBoundingClientRect();
    }
    return null;
  }
  if (document.documentElement.scrollWidth > screen)
    found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll("*")) {
    if (isOutOfSight(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const rects = [element.getBoundingClientRect()];
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.nodeValue?.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      rects.push(...range.getClientRects());
    }
    if (element.closest("option")) continue;
    const frame = frameOf(
      element.tagName === "SELECT" || element.tagName === "INPUT" ? element.parentElement : element,
    );
    const right = Math.min(screen, frame?.right ?? screen);
    const left = Math.max(0, frame?.left ?? 0);
    if (frame === null && element.closest("[class*=overflow-x-auto]")) continue;
    if (rects.some((rect) => rect.width > 1 && (rect.right > right + 1 || rect.left < left - 1)))
      found.push(describe(element));
  }
  return found;
}
