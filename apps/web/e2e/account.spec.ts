import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { completeProfile, expect, PASSWORD, receiveEmail, signUpMentee, test } from "./fixtures";

const NEW_PASSWORD = "seven quiet herons at dawn";

/** Signs in on another device, or tries to. */
async function signInElsewhere(browser: Browser, email: string, password: string) {
  const page = await (await browser.newContext({ timezoneId: "Europe/London" })).newPage();
  await page.goto("/sign-in?next=%2Fsessions");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  return page;
}

const section = (page: Page, name: string) => page.getByRole("region", { name });

test("changing the password signs out other devices", async ({
  page,
  browser,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/401/);
  const email = await signUpMentee(page, "Careful Cora");
  const other = await signInElsewhere(browser, email, PASSWORD);
  await other.waitForURL("/sessions");

  await page.getByRole("link", { name: "Account" }).click();
  await expect(section(page, "Active sessions").getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);
  const password = section(page, "Password");
  await password.getByLabel("Current password").fill("not my password");
  await password.getByLabel("New password").fill(NEW_PASSWORD);
  await password.getByRole("button", { name: "Change password" }).click();
  await expect(password.getByLabel("Current password")).toBeFocused();
  await expect(password.getByLabel("Current password")).toHaveAccessibleDescription(
    "That isn't your password.",
  );
  await expectAccessible(page);
  await password.getByLabel("Current password").fill(PASSWORD);
  await password.getByRole("button", { name: "Change password" }).click();
  await expect(password.getByText("Your password was changed")).toBeVisible();
  await expect(section(page, "Active sessions").getByRole("listitem")).toHaveCount(1);
  await receiveEmail(request, email, /^Your password was changed$/);

  await other.goto("/sessions");
  await other.waitForURL(/sign-in/);
  await other.context().close();
});

test("one device signs out another, then all of them", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const email = await signUpMentee(page, "Mobile Mona");
  const other = await signInElsewhere(browser, email, PASSWORD);
  await other.waitForURL("/sessions");
  await page.goto("/account");
  const devices = section(page, "Active sessions");
  await devices.getByRole("button", { name: /^Sign out Chrom/ }).click();
  await expect(devices.getByText(/^Signed out of Chrom.+\.$/)).toBeVisible();
  await expect(devices.getByRole("heading")).toBeFocused();
  await other.goto("/sessions");
  await other.waitForURL(/sign-in/);
  await other.context().close();

  await devices.getByRole("button", { name: "Sign out everywhere" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await page.waitForURL("/sign-in");
  await page.goto("/account");
  await page.waitForURL(/sign-in/);
});

test("an email address changes once both addresses confirm", async ({
  page,
  browser,
  request,
  expectAccessible,
}) => {
  const email = await signUpMentee(page, "Moving Mara");
  const newEmail = `${randomUUID()}@e2e.example`;
  await page.goto("/account");
  const address = section(page, "Email address");
  await address.getByLabel("New email address").fill(newEmail);
  await address.getByLabel("Your password").fill(PASSWORD);
  await address.getByRole("button", { name: "Change address" }).click();
  await expect(address.getByText(`Changing to ${newEmail}`)).toBeVisible();
  await expectAccessible(page);

  const approve = await receiveEmail(request, email, /^Approve your new email address$/);
  const confirm = await receiveEmail(request, newEmail, /^Confirm your new email address$/);
  await page.goto(confirm.link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Confirm change" }).click();
  await expect(page.getByText("One more confirmation is needed")).toBeVisible();
  await page.getByRole("link", { name: "Your account" }).click();
  await expect(address.getByText("New address: confirmed.")).toBeVisible();

  await page.goto(approve.link);
  await page.getByRole("button", { name: "Confirm change" }).click();
  await expect(page.getByText("Your email address was changed.")).toBeVisible();
  await expectAccessible(page);
  await receiveEmail(request, email, /^Your email address was changed$/);

  const other = await signInElsewhere(browser, newEmail, PASSWORD);
  await other.waitForURL("/sessions");
  await other.context().close();
});

test("a person downloads their data, deletes the account and can't sign in again", async ({
  page,
  browser,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/401/);
  const email = await signUpMentee(page, "Leaving Lea");
  await completeProfile(page);
  await page.goto("/account");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download my data" }).click(),
  ]);
  const exported = await readFile(await download.path(), "utf8");
  expect(JSON.parse(exported)).toMatchObject({
    account: { email, name: "Leaving Lea" },
    menteeProfile: { interests: ["PostgreSQL"] },
  });
  await expect(page.getByText("Your data has been downloaded.")).toBeVisible();

  await page.getByRole("button", { name: "Delete my account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your email address").fill("somebody@else.example");
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await expect(dialog.getByLabel("Your email address")).toHaveAccessibleDescription(
    /Type your email address exactly as shown/,
  );
  await expectAccessible(page);
  await dialog.getByLabel("Your email address").fill(email);
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await page.waitForURL("/");

  const other = await signInElsewhere(browser, email, PASSWORD);
  await expect(other.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await other.context().close();
});
