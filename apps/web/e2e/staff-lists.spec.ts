import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { CONTROL_URL } from "./addresses";
import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  signIn,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

async function letBegin(request: APIRequestContext, path: string, minutes: number) {
  const params = { id: path.split("/").at(-1) ?? "", minutes };
  await request.get(`${CONTROL_URL}/session-begins`, { params });
}

/** Reports the other person as absent, with these words. */
async function reportNoShow(page: Page, path: string, words: string) {
  await page.goto(path);
  await untilHydrated(page);
  await page.getByRole("button", { name: "Report a no-show" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Message").fill(words);
  await dialog.getByRole("button", { name: "Report a no-show" }).click();
  await expect(dialog).toHaveCount(0);
}

/** A page of somebody from the demo program on which no script runs. */
async function pageWithoutScript(browser: Browser, signedIn: Page, path: string) {
  const storageState = await signedIn.context().storageState();
  const context = await browser.newContext({ storageState, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

test("two program managers open one dispute, and one of them resolves it", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const topic = "Who waited for whom";
  await signUpMentee(page, "Ida Lund");
  await completeProfile(page);
  await page.goto("/mentors?search=Okafor");
  await page.getByRole("link", { name: "Amara Okafor" }).first().click();
  await chooseTime(page, { day: 2 });
  await page.getByLabel("Topic").fill(topic);
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
  const path = new URL(page.url()).pathname;
  await letBegin(page.request, path, -15);
  await reportNoShow(page, path, "I waited for 15 minutes.");
  const mentor = await pageOf(browser, "amara@sundial.example", path);
  await reportNoShow(mentor, path, "I was in the room from the start.");
  await mentor.context().close();

  const sam = await pageOf(browser, "sam@sundial.example", "/disputes");
  const alex = await pageOf(browser, "alex@sundial.example", "/disputes");
  await alex.setViewportSize({ width: 390, height: 844 });
  const dispute = (staff: Page) => staff.getByRole("listitem").filter({ hasText: topic });
  for (const staff of [sam, alex]) {
    await expect(dispute(staff)).toContainText("I waited for 15 minutes.");
    await expect(dispute(staff)).toContainText("I was in the room from the start.");
    await expect(dispute(staff)).toContainText("days left");
    await expectAccessible(staff);
  }
  for (const staff of [sam, alex]) {
    await dispute(staff).getByRole("button", { name: "Resolve dispute" }).click();
    const dialog = staff.getByRole("dialog");
    await dialog.getByLabel("What happened").selectOption("The session took place");
    await dialog.getByLabel("Reason").fill("Both have written that they met in the end");
    if (staff === sam) await expectAccessible(sam);
    await dialog.getByRole("button", { name: "Resolve dispute" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(dispute(staff)).toHaveCount(0);
  }
  await expect(sam.getByText(`“${topic}” is resolved.`)).toBeVisible();
  await expect(alex.getByText(`Somebody else has just changed “${topic}”.`)).toBeVisible();
  await expectAccessible(alex);
  await sam.context().close();
  await alex.context().close();
});

test("a program manager searches everyone's sessions, with and without a script", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await signIn(page, "sam@sundial.example", "/sessions");
  const results = page.getByRole("region", { name: "Sessions" });
  await expectAccessible(page);
  await page.getByLabel("Person or topic").fill("senior to lead");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/search=senior/);
  await expect(results.getByRole("listitem").first()).toContainText("From senior to lead");
  await page.getByRole("link", { name: /^Completed/ }).click();
  await page.waitForURL(/status=completed/);
  await expect(results.getByRole("listitem").first()).toContainText("From senior to lead");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("sundial-sessions.csv");

  await page.getByRole("button", { name: "Save these filters" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Leads");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Save filters" }).click();
  await expect(page.getByRole("link", { name: "Leads" })).toBeVisible();
  await page.goto("/sessions?status=asleep&from=yesterday&flag=none");
  await untilHydrated(page);
  await page.getByRole("link", { name: "Leads" }).click();
  await page.waitForURL(/search=senior/);
  await page.getByRole("button", { name: "Remove the saved filter “Leads”" }).click();
  await expect(page.getByRole("link", { name: "Leads" })).toHaveCount(0);

  const plain = await pageWithoutScript(browser, page, "/sessions");
  await plain.setViewportSize({ width: 390, height: 844 });
  await plain.getByLabel("Mentor").fill("okafor");
  await plain.getByRole("button", { name: "Search" }).click();
  await plain.getByRole("link", { name: "Amara Okafor", exact: true }).click();
  await expect(plain).toHaveURL(/mentor=/);
  await expect(plain.getByLabel("Mentor")).toHaveValue("Amara Okafor");
  await expect(
    plain.getByRole("region", { name: "Sessions" }).getByRole("listitem").first(),
  ).toContainText("Amara Okafor with");
  await plain.context().close();
});

test("an admin writes a note about people, and changes the status of several at once", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await signUpMentee(page, "Zora Bulk");
  const other = await (await browser.newContext()).newPage();
  await signUpMentee(other, "Zeno Bulk");
  await other.context().close();
  const admin = await pageOf(browser, "alex@sundial.example", "/people?search=bulk");
  await admin.getByRole("link", { name: "Zora Bulk" }).click();
  await admin
    .getByRole("textbox", { name: "New note" })
    .fill("Asked for a mentor in the evenings.");
  await admin.getByRole("button", { name: "Add note" }).click();
  await expect(admin.getByText("Asked for a mentor in the evenings.")).toBeVisible();
  await expect(admin.getByRole("listitem").filter({ hasText: "Password" })).toBeVisible();
  await expect(admin.getByRole("region", { name: "Timeline" })).toContainText("Zora Bulk signed");
  await expectAccessible(admin);

  await admin.goto("/people?search=bulk");
  await untilHydrated(admin);
  await admin.getByLabel("Choose Zora Bulk").check();
  await admin.getByLabel("Choose Zeno Bulk").check();
  await admin.getByLabel("Set the chosen to").selectOption("Suspended");
  await expectAccessible(admin);
  await admin.getByRole("button", { name: "Preview change" }).click();
  await admin.waitForURL(/change-status/);
  await untilHydrated(admin);
  await expect(
    admin.getByRole("heading", { name: "2 people will become suspended" }),
  ).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole("button", { name: "Suspend 2 people" }).click();
  await expect(admin.getByText("Use at least 3 characters")).toBeVisible();
  await admin.getByLabel("Reason").fill("The program's year is over");
  await admin.getByRole("button", { name: "Suspend 2 people" }).click();
  await expect(admin.getByText("2 people are suspended now.")).toBeVisible();
  await page.goto("/sessions");
  await expect(page).toHaveURL(/\/sign-in/);
  await admin.context().close();
});

test("an admin reads the audit log as sentences, and finds people by typing a name", async ({
  browser,
  expectAccessible,
}) => {
  const admin = await pageOf(browser, "alex@sundial.example", "/people?search=okafor");
  await admin.getByRole("link", { name: "Amara Okafor" }).first().click();
  await expect(admin.getByRole("heading", { name: "Amara Okafor", exact: true })).toBeVisible();
  await admin.goto("/audit");
  await untilHydrated(admin);
  await admin.getByLabel("Target").fill("okafor");
  await admin.getByRole("option", { name: /Amara Okafor/ }).click();
  await admin.getByLabel("What happened").selectOption("Person viewed");
  await admin.getByRole("button", { name: "Apply" }).click();
  await admin.waitForURL(/targetId=/);
  const first = admin.getByRole("region", { name: "Events" }).getByRole("listitem").first();
  await expect(first).toContainText("viewed Amara Okafor.");
  await first.getByText("Details").click();
  await expect(first.getByText("member.viewed")).toBeVisible();
  await expectAccessible(admin);

  const plain = await pageWithoutScript(browser, admin, "/audit");
  await plain.getByLabel("Actor").fill("alex");
  await plain.getByRole("button", { name: "Apply" }).click();
  await plain.getByRole("link", { name: "Alex Chen", exact: true }).first().click();
  await expect(plain).toHaveURL(/actorId=/);
  await expect(plain.getByLabel("Actor")).toHaveValue("Alex Chen");
  await plain.context().close();
  await admin.context().close();
});
