import { randomUUID } from "node:crypto";
import { expect, PASSWORD, receiveEmail, signUpMentee, test, untilHydrated } from "./fixtures";

test("a forgotten password is reset with the emailed link", async ({
  page,
  expectAccessible,
  allowConsoleErrors,
}) => {
  // A rejected password and a used link.
  allowConsoleErrors(/status of 400/);
  const address = await signUpMentee(page, "Forgetful Farah");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("/");

  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Email").fill(address.toUpperCase());
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("Check your email")).toBeVisible();
  await expectAccessible(page);

  const { link } = await receiveEmail(page.request, address, /password/i);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Set a new password" })).toBeVisible();
  await expectAccessible(page);
  const field = page.getByLabel("New password");
  const save = page.getByRole("button", { name: "Set new password" });
  await field.fill("password1234");
  await save.click();
  await expect(page.getByText(/too common/)).toBeVisible();
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await field.fill("a password I will remember");
  await save.click();
  await expect(page.getByText("Your new password is set")).toBeVisible();
  await expectAccessible(page);

  await page.goto(link);
  await field.fill("somebody else's password");
  await save.click();
  await expect(page.getByText("This link no longer works")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Back to sign in" }).click();
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill("a password I will remember");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/");
  await receiveEmail(page.request, address, /was changed/);
});

test("an account starts with the emailed link and the chosen password", async ({
  page,
  expectAccessible,
  allowConsoleErrors,
}) => {
  // A wrong password.
  allowConsoleErrors(/status of 401/);
  const address = `${randomUUID()}@e2e.example`;
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Careful Cem");
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("One more step: check your email")).toBeVisible();
  await expectAccessible(page);

  const { link } = await receiveEmail(page.request, address, /confirm/i);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Confirm your email address" })).toBeVisible();
  await expectAccessible(page);
  const field = page.getByLabel("Password");
  const confirm = page.getByRole("button", { name: "Confirm and sign in" });
  await field.fill("some other password");
  await confirm.click();
  await expect(page.getByText(/isn't the password you chose/)).toBeVisible();
  await expectAccessible(page);
  await field.fill(PASSWORD);
  await confirm.click();
  await page.waitForURL("/profile");

  await page.reload();
  await untilHydrated(page);
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await page.goto("/verify-email");
  await expect(page.getByText("This link no longer works")).toBeVisible();
  await expectAccessible(page);
});

test("signing out applies to every tab, and the back button shows nothing", async ({
  page,
  context,
}) => {
  await signUpMentee(page, "Leaving Liv");
  const other = await context.newPage();
  await other.goto("/sessions");
  await expect(other.getByRole("button", { name: "Sign out" })).toBeVisible();

  await page.goto("/profile");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("/");
  await other.waitForURL("/");
  await expect(other.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();

  for (const tab of [page, other]) {
    await tab.goBack();
    await tab.waitForURL(/\/sign-in\?next=/);
    await expect(tab.getByText("Leaving Liv")).toHaveCount(0);
  }
});
