import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { CONTROL_URL, MAILLESS_URL } from "./addresses";
import { expect, PASSWORD, test } from "./fixtures";

test.beforeAll(async ({ request }) => {
  await expect
    .poll(async () => (await request.post(`${CONTROL_URL}/without-mail-server`)).ok(), {
      timeout: 60_000,
    })
    .toBe(true);
});

/** Signs up and returns the page's text, without the address. */
async function signUp(page: Page, address: string) {
  await page.goto(`${MAILLESS_URL}/sign-up`);
  await page.getByLabel("Name").fill("Somebody New");
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill(PASSWORD);
  const answered = page.waitForResponse(/sign-up/);
  await page.getByRole("button", { name: "Create account" }).click();
  const answer = await answered;
  await expect(page.getByText("Now sign in")).toBeVisible();
  const text = await page.getByRole("main").textContent();
  expect(await page.context().cookies(MAILLESS_URL)).toEqual([]);
  return {
    status: answer.status(),
    body: await answer.text(),
    text: text?.replaceAll(address, "ADDRESS"),
  };
}

test("sign-up answers the same for new and known addresses, and the password then signs in", async ({
  page,
  expectAccessible,
}) => {
  const address = `${randomUUID()}@e2e.example`;
  const asNew = await signUp(page, address);
  await expectAccessible(page);
  expect(await signUp(page, address)).toEqual(asNew);
  expect(await signUp(page, "tom@sundial.example")).toEqual(asNew);

  await signUp(page, address);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).first().click();
  await page.getByLabel("Email").fill(address);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Your profile" })).toBeVisible();
});

test("the reset page says that this server sends no email", async ({ page, expectAccessible }) => {
  await page.goto(`${MAILLESS_URL}/sign-in`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByText("This server sends no email")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveCount(0);
  await expectAccessible(page);
});
