import { expect, receiveEmail, signUpMentee, test } from "./fixtures";
import { addDevice } from "./ways-in";

test("a passkey is added, named, used to sign in, and removed", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/401/);
  const email = await signUpMentee(page, "Keyed Kim");
  const device = await addDevice(page);
  await page.goto("/account");
  const section = page.getByRole("region", { name: "Passkeys" });
  await expect(section.getByText("You have no passkeys yet.")).toBeVisible();
  await section.getByRole("button", { name: "Add a passkey" }).click();
  await expectAccessible(page);

  await device.recognizes(false);
  const dialog = page.getByRole("dialog", { name: "Add a passkey?" });
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("Your browser made no passkey.")).toBeVisible();
  await device.recognizes(true);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(section.getByText(/^You can now sign in with “Passkey on/)).toBeVisible();
  await receiveEmail(request, email, /^You can now sign in with a passkey$/);
  await expectAccessible(page);

  await section.getByRole("button", { name: /^Rename/ }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Kim's laptop");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(section.getByRole("listitem").filter({ hasText: "Kim's laptop" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await page.goto("/sign-in?next=%2Faccount");
  await device.recognizes(false);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("No passkey was used.")).toBeVisible();
  await expectAccessible(page);
  await device.recognizes(true);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("/account");
  await expect(section.getByText(/Last used/)).toBeVisible();

  await section.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(section.getByText("“Kim's laptop” no longer opens your account.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("This passkey doesn't open an account here.")).toBeVisible();
});
