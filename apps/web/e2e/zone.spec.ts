import { expect, PASSWORD, signUpMentee, test, untilHydrated } from "./fixtures";

test("a device in another zone is noticed once, and the choice is remembered", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await signUpMentee(page, "Travelling Tariq");
  await expect(page.getByRole("region", { name: "Time zone" })).toHaveCount(0);
  const cookies = await page.context().cookies();

  const abroad = await browser.newContext({ timezoneId: "Asia/Kolkata" });
  await abroad.addCookies(cookies);
  const away = await abroad.newPage();
  await away.goto("/mentors");
  const notice = away.getByRole("region", { name: "Time zone" });
  await expect(notice).toContainText(
    "This device is set to Kolkata time. Sundial shows London time.",
  );
  await expectAccessible(away);
  await notice.getByRole("button", { name: "Keep London" }).click();
  await expect(notice).toHaveCount(0);
  await away.reload();
  await untilHydrated(away);
  await expect(away.getByText(/Times in London, GMT/)).toBeVisible();
  await expect(notice).toHaveCount(0);

  const other = await browser.newContext({ timezoneId: "America/New_York" });
  await other.addCookies(cookies);
  const there = await other.newPage();
  await there.goto("/mentors");
  await there.route("**/api/trpc/account.update*", (route) => route.abort());
  await there.getByRole("button", { name: "Use New York" }).click();
  await expect(there.getByRole("region", { name: "Time zone" }).getByRole("alert")).toHaveText(
    "The server isn't responding. Try again.",
  );
  await expectAccessible(there);
  await there.unroute("**/api/trpc/account.update*");
  await there.getByRole("button", { name: "Use New York" }).click();
  await expect(there.getByText(/Times in New York, GMT/)).toBeVisible();
  await abroad.close();
  await other.close();
});

const UNUSABLE = ["Etc/Unknown", "Etc/GMT+5", "EST", "", "Not/AZone", undefined];

for (const reported of UNUSABLE) {
  test(`a device that reports ${JSON.stringify(reported)} as its zone can sign up and choose one`, async ({
    page,
    expectAccessible,
  }) => {
    await page.addInitScript((timeZone) => {
      const { resolvedOptions } = Intl.DateTimeFormat.prototype;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        const options = resolvedOptions.call(this);
        // This device's zone, not those that a page names.
        if (options.timeZone === "Europe/London") Reflect.set(options, "timeZone", timeZone);
        return options;
      };
    }, reported);
    await page.goto("/sign-up");
    await expect(page.getByText("Times are shown in UTC unless")).toBeVisible();
    const zone = page.getByLabel("Time zone");
    await expect(zone).toHaveValue("UTC");
    if (reported !== UNUSABLE[0]) return;
    await expectAccessible(page);
    await zone.selectOption("America/Bogota");
    await signUpMentee(page, "Unplaced Uma", { stay: true });
    await page.goto("/mentors");
    await expect(page.getByText(/Times in Bogota, GMT-5/)).toBeVisible();
    await expect(page.getByRole("region", { name: "Time zone" })).toHaveCount(0);
  });
}

test("a zone only the browser knows leads to a question, not an error", async ({
  page,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/400/);
  await page.route("**/api/auth/**", async (route) => {
    const body = route.request().postData()?.replace("Europe/London", "Europe/Atlantis");
    await route.continue({ postData: body });
  });
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Early Edda");
  await page.getByLabel("Email").fill("edda@e2e.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Time zone")).toHaveAccessibleDescription(/Choose a time zone/);
  await page.getByLabel("Time zone").selectOption("Europe/Paris");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("edda@e2e.example")).toBeVisible();
});
