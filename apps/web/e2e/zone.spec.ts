import { expect, signUpMentee, test } from "./fixtures";

test("a device in another zone is noticed once, and the choice is kept", async ({
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
  await expect(notice).toContainText("This device is in Kolkata. Times are shown for London.");
  await expectAccessible(away);
  await notice.getByRole("button", { name: "Keep London" }).click();
  await expect(notice).toHaveCount(0);
  await away.reload();
  await expect(away.getByText(/Times in London, GMT/)).toBeVisible();
  await expect(notice).toHaveCount(0);

  const other = await browser.newContext({ timezoneId: "America/New_York" });
  await other.addCookies(cookies);
  const there = await other.newPage();
  await there.goto("/mentors");
  await there.route("**/api/trpc/account.update*", (route) => route.abort());
  await there.getByRole("button", { name: "Use New York" }).click();
  await expect(there.getByRole("region", { name: "Time zone" }).getByRole("alert")).toHaveText(
    "The server does not answer. Please try again.",
  );
  await expectAccessible(there);
  await there.unroute("**/api/trpc/account.update*");
  await there.getByRole("button", { name: "Use New York" }).click();
  await expect(there.getByText(/Times in New York, GMT/)).toBeVisible();
  await abroad.close();
  await other.close();
});
