import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { CONTROL_URL } from "./addresses";
import { expect, pageOf, receiveEmail, signUpMentee, test } from "./fixtures";
import { personAtCampus, signInAtCampus } from "./ways-in";

async function continueWithCampus(page: Page, login: string, next = "/account") {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole("button", { name: "Continue with Campus" }).click();
  await signInAtCampus(page, login);
}

test("somebody new signs up with a provider, adds two-factor authentication, and comes in by both", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/401|409/);
  const { login, email } = await personAtCampus(request);
  await page.goto("/sign-up");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue with Campus" }).click();
  await signInAtCampus(page, login);
  await page.waitForURL("/profile");

  await page.goto("/account");
  await expect(page.getByText(email).first()).toBeVisible();
  const methods = page.getByRole("region", { name: "Connected sign-ins" });
  await expect(methods.getByRole("listitem").filter({ hasText: "Campus" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Email me a link to choose one" })).toBeVisible();
  await expectAccessible(page);

  // It's the only way in.
  await methods.getByRole("button", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect Campus?" });
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expect(dialog.getByText("This is the only way into your account.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();

  const section = page.getByRole("region", { name: "Two-factor authentication" });
  await section.getByRole("button", { name: "Set up an authenticator app" }).click();
  const secret = ((await section.getByTestId("totp-secret").textContent()) ?? "").replaceAll(
    " ",
    "",
  );
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await expect(section.getByLabel("Your password")).toHaveCount(0);
  await section.getByLabel("Code", { exact: true }).fill(totp.generate());
  await section.getByRole("button", { name: "Turn on" }).click();
  await expect(section.getByRole("list", { name: "Recovery codes" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await page.goto("/sign-in?next=%2Fsessions");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue with Campus" }).click();
  // The issuer still knows this browser.
  await page.waitForURL("/sign-in/code");
  await expect(page.getByLabel("Code")).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong or already used" })).toBeVisible();
  // The current code was used to turn 2FA on, so this takes the next one a little early.
  await page.getByLabel("Code").fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/sessions");
});

test("somebody with a password comes in with the same address, and disconnects the provider", async ({
  page,
  request,
  expectAccessible,
}) => {
  const email = await signUpMentee(page, "Known Karl");
  const { login } = await personAtCampus(request, { email });
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await continueWithCampus(page, login);
  await page.waitForURL("/account");
  await receiveEmail(request, email, /^You can now sign in with Campus$/);

  const methods = page.getByRole("region", { name: "Connected sign-ins" });
  await methods.getByRole("button", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect Campus?" });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expect(methods.getByText("Campus no longer opens your account.")).toBeVisible();
  await receiveEmail(request, email, /^You can no longer sign in with Campus$/);

  await methods.getByRole("button", { name: "Connect Campus" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Go to Campus" }).click();
  await page.waitForURL("/account");
  await expect(methods.getByRole("button", { name: "Disconnect" })).toBeVisible();
});

test("an unverified address and a suspended person are told why they don't get in", async ({
  browser,
  page,
  request,
  expectAccessible,
}) => {
  const unverified = await personAtCampus(request, { verified: false });
  await continueWithCampus(page, unverified.login);
  await expect(page.getByText("Your email address isn't verified at Campus.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await page.waitForURL("/sign-in");

  const context = await browser.newContext();
  const theirs = await context.newPage();
  const suspended = await personAtCampus(request);
  await continueWithCampus(theirs, suspended.login);
  await theirs.waitForURL("/account");
  const admin = await pageOf(browser, "alex@sundial.example", `/people?search=${suspended.email}`);
  await admin.getByRole("link", { name: "Carla Campus" }).click();
  await admin.getByRole("button", { name: "Suspend" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Left the program");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(admin.getByText("Carla Campus is suspended.")).toBeVisible();
  await theirs.goto("/sign-in");
  await theirs.getByRole("button", { name: "Continue with Campus" }).click();
  await expect(theirs.getByText("This account is suspended.")).toBeVisible();
  await expectAccessible(theirs);
});

test("a provider that refuses or is away, and a sign-in begun elsewhere, each lead to a page", async ({
  page,
}) => {
  /** What the provider answers to a sign-in that has just begun. */
  async function answered(error: string, { forget = false } = {}) {
    await page.goto("/sign-in");
    const asked = page.waitForRequest(/code_challenge/);
    await page.getByRole("button", { name: "Continue with Campus" }).click();
    const state = new URL((await asked).url()).searchParams.get("state") ?? "";
    await expect(page.getByRole("button", { name: "Sign-in" })).toBeVisible();
    if (forget) await page.context().clearCookies();
    await page.goto(`/api/auth/callback/campus?${new URLSearchParams({ state, error })}`);
  }
  await answered("access_denied");
  await expect(page.getByText("Nothing was shared by Campus.")).toBeVisible();
  await answered("temporarily_unavailable");
  await expect(page.getByText("We can't reach Campus.")).toBeVisible();
  await answered("access_denied", { forget: true });
  await expect(page.getByText("This sign-in is over.")).toBeVisible();
});

test("people of an organization sign in with its provider, and only there, with the role of their group", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/403/);
  const login = randomUUID();
  const person = { login, email: `${login}@works.example`, name: "Wanda Works", group: "staff" };
  await request.get(`${CONTROL_URL}/issuer/person`, { params: { ...person, verified: true } });

  await page.goto("/sign-in?next=%2Faccount");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password").fill("any password at all");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("People with your address sign in with Works.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue with Works" }).first().click();
  await signInAtCampus(page, login);
  await page.waitForURL("/account");
  await expect(page.getByText("You sign in with Works, and only there.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Passkeys" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "People" }).click();
  await page.waitForURL("/people");

  // Leaving the group takes the role with the next sign-in.
  const left = { login, email: person.email, name: person.name };
  await request.get(`${CONTROL_URL}/issuer/person`, { params: { ...left, verified: true } });
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  await page.goto("/sign-in?next=%2Faccount");
  await page.getByRole("button", { name: "Continue with Works" }).click();
  await page.waitForURL("/account");
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
});
