import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { CONTROL_URL, MAILLESS_URL } from "./addresses";
import { expect, PASSWORD, pageOf, receiveEmail, signUpMentee, test } from "./fixtures";
import { addDevice, personAtCampus, signInAtCampus } from "./ways-in";

const PM = "sam@sundial.example";

const newAddress = () => `${randomUUID()}@e2e.example`;

/** A program manager invites this address, and the person's email has the link. */
async function invite(browser: Browser, email: string, role = "Mentee") {
  const pm = await pageOf(browser, PM, "/invitations");
  const form = pm.getByRole("form", { name: "Invite someone" });
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Role").selectOption(role);
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(pm.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();
  const { link } = await receiveEmail(pm.request, email, /^You're invited to/);
  return { pm, link: pathOf(link) };
}

function pathOf(link: string) {
  const { pathname, search } = new URL(link);
  return `${pathname}${search}`;
}

/** The row of an invitation in the list that is open. */
const rowOf = (pm: Page, email: string) => pm.getByRole("listitem").filter({ hasText: email });

test("a mentor is invited, joins with a password, and finds their expertise in the profile", async ({
  page,
  browser,
  expectAccessible,
}) => {
  test.slow();
  const email = newAddress();
  const pm = await pageOf(browser, PM, "/invitations");
  await expectAccessible(pm);
  const form = pm.getByRole("form", { name: "Invite someone" });
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(form.getByLabel("Email")).toHaveAccessibleDescription(/Enter an address/);
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Role").selectOption("Mentor");
  await form.getByLabel("Expertise").fill("Sundials");
  await form.getByLabel("Expertise").press("Enter");
  await expect(form.getByLabel("Role").getByRole("option")).toHaveText(["Mentee", "Mentor"]);
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(pm.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();
  await expect(rowOf(pm, email).getByText("Waiting")).toBeVisible();
  await expectAccessible(pm);
  await form.getByLabel("Email").fill(email);
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(form.getByLabel("Email")).toHaveAccessibleDescription(/has an invitation/);

  const mail = await receiveEmail(page.request, email, /^You're invited to/);
  expect(mail.text).toContain("Sam Rivera invites you to join Sundial as a mentor.");
  await page.goto(pathOf(mail.link));
  await expect(page.getByText(`Sam Rivera invites ${email} to join as a mentor`)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Ines Invited");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and join" }).click();
  await page.waitForURL("/profile");
  await expect(page.getByText("0 of 3 steps are done.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove Sundials" })).toBeVisible();

  await page.goto(pathOf(mail.link));
  await expect(page.getByText("This link no longer works")).toBeVisible();
  await expectAccessible(page);
  await pm.goto(`/invitations?${new URLSearchParams({ email })}`);
  await expect(rowOf(pm, email).getByText("Accepted", { exact: true })).toBeVisible();
  await rowOf(pm, email).getByRole("link", { name: "Ines Invited" }).click();
  await expect(pm.getByRole("heading", { name: "Ines Invited" })).toBeVisible();
  await pm.context().close();
});

test("an invited person joins with a passkey, which opens the account again", async ({
  page,
  browser,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/401/);
  const email = newAddress();
  const { pm, link } = await invite(browser, email);
  await pm.context().close();
  const device = await addDevice(page);
  await page.goto(link);
  const button = page.getByRole("button", { name: "Join with a passkey instead" });
  await button.click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.getByLabel("Name").fill("Pia Passkey");
  await device.recognizes(false);
  await button.click();
  await expect(page.getByText("No passkey was made.")).toBeVisible();
  await device.recognizes(true);
  await button.click();
  await page.waitForURL("/profile");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await page.goto("/sign-in?next=%2Faccount");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("/account");
  await expect(page.getByText(email).first()).toBeVisible();
});

test("an invited person joins with a provider, under the invited address", async ({
  page,
  browser,
  request,
}) => {
  const email = newAddress();
  const { pm, link } = await invite(browser, email, "Mentor");
  await pm.context().close();
  const { login } = await personAtCampus(request, { verified: false });
  await page.goto(link);
  await page.getByRole("button", { name: "Continue with Campus" }).click();
  await signInAtCampus(page, login);
  await page.waitForURL("/profile");
  await expect(page.getByText("0 of 3 steps are done.")).toBeVisible();
  await page.goto("/account");
  await expect(page.getByText(email).first()).toBeVisible();
});

test("somebody who is signed in accepts with their account, or signs out and uses the invited address", async ({
  page,
  browser,
  expectAccessible,
}) => {
  test.slow();
  const email = newAddress();
  const own = await signUpMentee(page, "Otto Other");
  const { pm, link } = await invite(browser, email, "Mentor");
  await page.goto(link);
  await expect(page.getByText(`You're signed in as ${own}.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Accept with this account" }).click();
  await page.waitForURL("/profile");
  await expect(page.getByText("0 of 3 steps are done.")).toBeVisible();

  // A mentor isn't made a mentee; signing out leads to the invited address.
  const other = newAddress();
  const second = await inviteAgain(pm, other);
  await page.goto(second);
  await expect(page.getByText("so it stays as it is")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out and use that address" }).click();
  await expect(page.getByRole("button", { name: "Accept and join" })).toBeVisible();

  // Somebody whose address has an account by now signs in and comes back.
  const third = newAddress();
  const link3 = await inviteAgain(pm, third);
  await signUpMentee(page, "Thea Third", { address: third });
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await page.goto(link3);
  await expect(page.getByText("You have an account already.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Email").fill(third);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: "Accept with this account" }).click();
  await page.waitForURL("/profile");
  await pm.context().close();
});

/** With the program manager's page, on which the list is open. */
async function inviteAgain(pm: Page, email: string) {
  const form = pm.getByRole("form", { name: "Invite someone" });
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Role").selectOption("Mentee");
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(pm.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();
  return pathOf((await receiveEmail(pm.request, email, /^You're invited to/)).link);
}

test("an invitation is sent again and revoked", async ({ page, browser, expectAccessible }) => {
  const email = newAddress();
  const { pm, link } = await invite(browser, email);
  await pm.getByRole("button", { name: `Send again to ${email}` }).click();
  await expect(pm.getByText(`A new link is on its way to ${email}.`)).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("This link no longer works")).toBeVisible();
  await pm.getByRole("button", { name: `Revoke ${email}` }).click();
  await expectAccessible(pm);
  await pm.getByRole("dialog").getByRole("button", { name: "Revoke invitation" }).click();
  await expect(rowOf(pm, email).getByText("Revoked", { exact: true })).toBeVisible();
  await pm.context().close();
});

const fileOf = (text: string) => ({
  name: "people.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});

test("a file is checked row by row before anybody is invited", async ({
  browser,
  expectAccessible,
}) => {
  const [first, second] = [newAddress(), newAddress()];
  const pm = await pageOf(browser, PM, "/invitations/import");
  await expectAccessible(pm);
  await pm.getByRole("button", { name: "Check the file" }).click();
  await expect(pm.getByLabel("File", { exact: true })).toHaveAccessibleDescription(/Choose a file/);
  await pm.getByLabel("File", { exact: true }).setInputFiles(fileOf("name\nAda"));
  await pm.getByRole("button", { name: "Check the file" }).click();
  await expect(pm.getByText("Name one column “email”.")).toBeVisible();
  await expectAccessible(pm);
  const lines = [
    "email,role,expertise",
    `${first},mentor,Chess|Go`,
    `${second},,`,
    `${first.toUpperCase()},,`,
    "tom@sundial.example,,",
    "nobody,,",
    `${newAddress()},admin,`,
  ];
  await pm.getByLabel("File", { exact: true }).setInputFiles(fileOf(lines.join("\n")));
  await pm.getByRole("button", { name: "Check the file" }).click();
  await expect(pm.getByRole("heading", { name: "What becomes of each row" })).toBeFocused();
  const results = pm.getByRole("table").getByRole("row");
  await expect(results).toHaveText([
    /Result/,
    /Mentor.*Not invited yet/,
    /Mentee.*Not invited yet/,
    /Repeated in the file/,
    /Already here/,
    /Not valid: Enter an address/,
    /Not valid: Only admins/,
  ]);
  await expectAccessible(pm);
  await pm.getByLabel("Show").selectOption("Not valid");
  await expect(results).toHaveCount(3);
  await pm.getByRole("button", { name: "Invite 2 people" }).click();
  await expect(pm.getByText("2 people invited.")).toBeVisible();
  await expectAccessible(pm);
  await receiveEmail(pm.request, first, /^You're invited to/);
  await receiveEmail(pm.request, second, /^You're invited to/);
  await pm.context().close();
});

test("5,000 people are imported where no emails are sent, stopping on the way", async ({
  page,
  request,
}) => {
  test.slow();
  await expect
    .poll(async () => (await request.post(`${CONTROL_URL}/without-mail-server`)).ok(), {
      timeout: 60_000,
    })
    .toBe(true);
  await page.goto(`${MAILLESS_URL}/sign-in?next=/invitations/import`);
  await page.getByLabel("Email").fill(PM);
  await page.getByLabel("Password").fill("sundial-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const batch = randomUUID().slice(0, 8);
  const people = Array.from({ length: 5_000 }, (_, at) => `guest${at}@${batch}.example`);
  await page.getByLabel("File", { exact: true }).setInputFiles(fileOf(people.join("\n")));
  await page.getByRole("button", { name: "Check the file" }).click();
  await page.getByRole("button", { name: "Invite 5,000 people" }).click();
  await expect(
    page.getByRole("paragraph").filter({ hasText: /^[1-9],?\d+ of 5,000$/ }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: /^Go on with [\d,]+ people$/ }).click();
  await expect(page.getByText("5,000 people invited.")).toBeVisible({ timeout: 600_000 });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the result" }).click();
  const result = await readFile(await (await download).path(), "utf8");
  const lines = result.trim().split("\r\n");
  expect(lines).toHaveLength(5_001);
  expect(lines.filter((line) => line.includes(",Invited,"))).toHaveLength(5_000);
  const link = lines.at(-1)?.split(",").at(-1) ?? "";
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel("Name").fill("Gus Guest");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and join" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();

  // The same file again invites nobody twice.
  await page.context().clearCookies();
  await page.goto(`${MAILLESS_URL}/sign-in?next=/invitations/import`);
  await page.getByLabel("Email").fill(PM);
  await page.getByLabel("Password").fill("sundial-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel("File", { exact: true }).setInputFiles(fileOf(people.join("\n")));
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByRole("term").filter({ hasText: "Already invited" })).toBeVisible();
  await expect(page.getByRole("term").filter({ hasText: "Already here" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Invite/ })).toHaveCount(0);
});
