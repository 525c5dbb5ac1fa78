import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expect, PASSWORD, receiveEmail, signUpMentee, test } from "./fixtures";

/** The app's code; `steps` of 30 seconds from now. */
function codeOf(secret: string, steps = 0) {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

async function signIn(page: Page, email: string) {
  await page.goto("/sign-in?next=%2Faccount");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
}

test("two-factor authentication is turned on, asked for, replaced by a recovery code, and turned off", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/401/);
  const email = await signUpMentee(page, "Guarded Greta");
  await page.goto("/account");
  const section = page.getByRole("region", { name: "Two-factor authentication" });
  await section.getByRole("button", { name: "Set up an authenticator app" }).click();
  await expect(section.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  const secret = ((await section.getByTestId("totp-secret").textContent()) ?? "").replaceAll(
    " ",
    "",
  );

  await section.getByLabel("Code", { exact: true }).fill("000000");
  await section.getByLabel("Your password").fill(PASSWORD);
  await section.getByRole("button", { name: "Turn on" }).click();
  await expect(section.getByLabel("Code", { exact: true })).toHaveAccessibleDescription(
    /wrong or already used/,
  );
  await section.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await section.getByRole("button", { name: "Turn on" }).click();
  const codes = section.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [recoveryCode = "", anotherCode = ""] = await codes.allTextContents();
  await expectAccessible(page);
  await receiveEmail(request, email, /^Two-factor authentication was turned on$/);

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await signIn(page, email);
  await expectAccessible(page);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong or already used" })).toBeVisible();
  // The current code was used to turn 2FA on, so this takes the next one a little early.
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/account");

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await signIn(page, email);
  await page.getByLabel("Code", { exact: true }).fill(recoveryCode.toLowerCase());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/account");
  await expect(section.getByText("Recovery codes left: 9.")).toBeVisible();
  await receiveEmail(request, email, /^A recovery code was used$/);

  await section.getByRole("button", { name: "Generate new recovery codes" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByLabel("Code", { exact: true }).fill(recoveryCode);
  await dialog.getByRole("button", { name: "Generate codes" }).click();
  await expect(dialog.getByLabel("Code", { exact: true })).toHaveAccessibleDescription(
    /wrong or already used/,
  );
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await section.getByRole("button", { name: "Turn off 2FA" }).click();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByLabel("Code", { exact: true }).fill(anotherCode);
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(section.getByText("Two-factor authentication is off.")).toBeVisible();
  await expect(section.getByRole("heading")).toBeFocused();
});
