import { expect, receiveEmail, signUpMentee, test } from "./fixtures";

test("somebody signs in by a link in an email, in the browser that asked for it", async ({
  page,
  browser,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/400/);
  const email = await signUpMentee(page, "Linked Lena");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");

  await page.goto("/sign-in?next=%2Faccount");
  await page.getByRole("link", { name: "Email me a link instead" }).click();
  await page.waitForURL(/email-link/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("Enter an address such as ada@example.org")).toBeVisible();
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("Check your email")).toBeVisible();
  await expectAccessible(page);

  const { link } = await receiveEmail(request, email, /^Your sign-in link$/);
  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  await elsewhere.goto(link);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(elsewhere.getByText("This link no longer works")).toBeVisible();
  await context.close();

  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/account");

  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("link", { name: "Ask for a new one" })).toBeVisible();
  await expectAccessible(page);
});
