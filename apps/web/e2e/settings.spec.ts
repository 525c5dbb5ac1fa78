import { randomUUID } from "node:crypto";
import { CONTROL_URL, NEW_URL } from "./addresses";
import { expect, PASSWORD, pageOf, receiveEmail, test, untilHydrated } from "./fixtures";

test.afterEach(async ({ request }) => {
  await request.post(`${CONTROL_URL}/default-settings`);
});

const ADMIN = "alex@sundial.example";

/** A picture of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("an admin names the program, and pages and emails show it", async ({
  browser,
  page,
  expectAccessible,
}) => {
  const admin = await pageOf(browser, ADMIN, "/settings");
  await expectAccessible(admin);
  const form = admin.getByRole("form", { name: "Settings" });
  await form.getByLabel("Name").fill("");
  await form.getByLabel("Terms link").fill("javascript:alert(1)");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(form.getByLabel("Name")).toBeFocused();
  await expect(form.getByText("Enter a web address such as")).toBeVisible();
  await expectAccessible(admin);

  await form.getByLabel("Name").fill("Women & Tech");
  await form.getByLabel("Contact email").fill("help@wit.example");
  await form.getByLabel("Terms link").fill("https://wit.example/terms");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(form.getByText("Saved.")).toBeVisible();
  await expect(admin.getByRole("banner").getByRole("link", { name: "Women & Tech" })).toBeVisible();
  await expectAccessible(admin);

  await page.goto("/sign-in");
  await expect(page).toHaveTitle(/ · Women & Tech$/);
  const footer = page.getByRole("contentinfo");
  await expect(footer).toContainText("Women & Tech shows everyone their own time zone.");
  const link = (name: string) => footer.getByRole("link", { name });
  await expect(link("Contact")).toHaveAttribute("href", "mailto:help@wit.example");
  await expect(link("Terms")).toHaveAttribute("href", "https://wit.example/terms");
  await expect(link("Privacy")).toHaveCount(0);
  await expectAccessible(page);

  await page.goto("/forgot-password");
  await page.getByLabel("Email").fill("noah@sundial.example");
  await page.getByRole("main").getByRole("button").click();
  const { text } = await receiveEmail(page.request, "noah@sundial.example", /new password/i);
  expect(text).toContain("your Women & Tech account");
  expect(text).toContain("Contact: help@wit.example\nTerms: https://wit.example/terms\n");

  await admin.goto("/audit?action=program");
  await expect(
    admin.getByRole("listitem").filter({ hasText: "program.updated" }).first(),
  ).toContainText("fields");
  await admin.context().close();
});

test("two admins who save at once lose nothing", async ({ browser, expectAccessible }) => {
  const [one, other] = [
    await pageOf(browser, ADMIN, "/settings"),
    await pageOf(browser, ADMIN, "/settings"),
  ];
  await one.getByLabel("Name").fill("Named by one");
  await one.getByRole("button", { name: "Save changes" }).click();
  await expect(one.getByText("Saved.")).toBeVisible();

  await other.getByLabel("Contact email").fill("other@wit.example");
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("Someone else has changed the settings.")).toBeVisible();
  await expect(other.getByLabel("Name")).toHaveValue("Named by one");
  await expect(other.getByLabel("Contact email")).toHaveValue("other@wit.example");
  await expectAccessible(other);
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("Saved.")).toBeVisible();

  // What one has saved is no longer theirs: they take over what others make of it.
  await other.getByLabel("Name").fill("Named by other");
  await other.getByLabel("Only people who are invited").check();
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("Saved.")).toBeVisible();
  await one.getByLabel("Terms link").fill("https://wit.example/terms");
  await one.getByRole("button", { name: "Save changes" }).click();
  await expect(one.getByText("Someone else has changed the settings.")).toBeVisible();
  await expect(one.getByLabel("Name")).toHaveValue("Named by other");
  await expect(one.getByLabel("Only people who are invited")).toBeChecked();
  await one.getByRole("button", { name: "Save changes" }).click();
  await expect(one.getByText("Saved.")).toBeVisible();

  await one.reload();
  await untilHydrated(one);
  await expect(one.getByLabel("Name")).toHaveValue("Named by other");
  await expect(one.getByLabel("Only people who are invited")).toBeChecked();
  await expect(one.getByLabel("Terms link")).toHaveValue("https://wit.example/terms");
  await expect(one.getByLabel("Contact email")).toHaveValue("other@wit.example");
  for (const each of [one, other]) await each.context().close();
});

test("an admin decides who may sign up", async ({
  browser,
  page,
  allowConsoleErrors,
  expectAccessible,
}) => {
  const admin = await pageOf(browser, ADMIN, "/settings");
  const save = admin.getByRole("button", { name: "Save changes" });
  await admin.getByLabel("Only people with an email address of listed domains").check();
  await save.click();
  await expect(admin.getByText("List at least one domain")).toBeVisible();
  await expectAccessible(admin);
  await admin.getByLabel("Email domains").fill("Listed.example");
  await admin.getByLabel("Email domains").press("Enter");
  await save.click();
  await expect(admin.getByText("Saved.")).toBeVisible();
  await expect(admin.getByRole("button", { name: "Remove listed.example" })).toBeVisible();

  allowConsoleErrors(/status of 403/);
  await page.goto("/sign-up");
  const rule = "You can join only with an email address at listed.example.";
  await expect(page.getByText(rule)).toBeVisible();
  await expectAccessible(page);
  const signUp = async (address: string) => {
    await page.getByLabel("Name").fill("Somebody New");
    await page.getByLabel("Email").fill(address);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Create account" }).click();
  };
  await signUp(`${randomUUID()}@other.example`);
  await expect(page.getByRole("alert").filter({ hasText: rule })).toBeVisible();
  await expectAccessible(page);
  await signUp(`${randomUUID()}@listed.example`);
  await expect(page.getByText("One more step: check your email")).toBeVisible();

  await admin.getByLabel("Only people who are invited").check();
  await save.click();
  await expect(admin.getByText("Saved.")).toBeVisible();
  await page.goto("/sign-up");
  await expect(page.getByText("You can join only with an invitation.")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Sign up" })).toHaveCount(0);
  await expectAccessible(page);
  await admin.context().close();
});

test("an admin gives the program a logo", async ({ browser, request, expectAccessible }) => {
  const admin = await pageOf(browser, ADMIN, "/settings");
  const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  await admin.getByLabel("Choose an image").setInputFiles(file("a.svg", "image/svg+xml", svg));
  await expect(admin.getByText("Choose a PNG, JPEG or WebP image")).toBeVisible();
  await expectAccessible(admin);

  await admin.getByLabel("Choose an image").setInputFiles(file("a.png", "image/png", PNG));
  await expect(admin.getByText("Your logo is shown.")).toBeVisible();
  const shown = admin.getByRole("banner").locator("img");
  await expect(shown).toHaveAttribute("src", /^\/logo\?v=/);
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expectAccessible(admin);
  const served = await request.get("/logo");
  expect(served.status()).toBe(200);
  expect(served.headers()).toMatchObject({
    "content-type": "image/webp",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
  const known = { "if-none-match": served.headers().etag ?? "" };
  expect((await request.get("/logo", { headers: known })).status()).toBe(304);

  await admin.getByRole("button", { name: "Remove logo" }).click();
  await expect(admin.getByText("The logo was removed.")).toBeVisible();
  await expect(admin.getByRole("banner").locator("img")).toHaveCount(0);
  expect((await request.get("/logo")).status()).toBe(404);
  await admin.context().close();
});

test("the first admin of a new program sets themselves up with a link, once", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  await expect
    .poll(async () => (await request.post(`${CONTROL_URL}/new-program`)).ok(), { timeout: 60_000 })
    .toBe(true);
  const newLink = async () => (await request.post(`${CONTROL_URL}/set-up-link`)).text();
  const written = async () => (await request.get(`${CONTROL_URL}/written`)).text();
  await expect.poll(written).toContain("There is no admin yet. Run pnpm admin:setup");

  await page.goto(`${NEW_URL}/set-up`);
  await expect(page.getByText("This link no longer works")).toBeVisible();
  await expectAccessible(page);

  const [link, unused] = [await newLink(), await newLink()];
  allowConsoleErrors(/status of 40[04]/);
  await page.goto("about:blank");
  await page.goto(link);
  await expectAccessible(page);
  const address = `${randomUUID()}@e2e.example`;
  await page.getByLabel("Name").fill("First Admin");
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill("password1");
  await page.getByRole("button", { name: "Create admin account" }).click();
  await expect(page.getByLabel("Password")).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create admin account" }).click();
  await page.waitForURL(`${NEW_URL}/settings`);
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();

  expect(await newLink()).toBe("");
  expect((await page.goto(unused))?.status()).toBe(404);
  const token = new URL(link).hash.slice(1);
  expect(await written()).not.toContain(token);
});
