import { expect, pageOf, test } from "./fixtures";

const PHONE = { width: 390, height: 844 };
/** A mentor of the demo program who lets requests expire. */
const MENTOR = "diego@sundial.example";

test("a mentor sees what counts against him, objects to a line, and reads the decision", async ({
  browser,
  expectAccessible,
}) => {
  const page = await pageOf(browser, MENTOR, "/account");
  await page.setViewportSize(PHONE);
  await page.getByRole("link", { name: "Your reliability" }).click();
  const own = page.getByRole("region", { name: "What counts" });
  await expect(own.getByText("Many lapses")).toBeVisible();
  await own.getByText("What counts, and for how long").click();
  await expect(own.getByText("Each counts for 180 days")).toBeVisible();
  await expectAccessible(page);
  const line = own.getByRole("listitem").filter({ hasText: "Unanswered request" }).first();
  const topic = (await line.getByRole("link").textContent()) ?? "";
  await line.getByRole("button", { name: "Object" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why it shouldn't count").fill("Short.");
  await dialog.getByRole("button", { name: "Send objection" }).click();
  await expect(dialog.getByText("Use at least 10 characters")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Why it shouldn't count").fill("I was on a plane for two days.");
  await dialog.getByRole("button", { name: "Send objection" }).click();
  await expect(line.getByText("A program manager will decide.")).toBeVisible();
  await expect(own.getByRole("heading", { name: "What counts", level: 2 })).toBeFocused();

  const staff = await pageOf(browser, "sam@sundial.example", "/objections");
  const objection = staff.getByRole("article").filter({ hasText: topic });
  await expect(objection.getByText("I was on a plane for two days.")).toBeVisible();
  await expectAccessible(staff);
  await objection.getByRole("button", { name: "Decide" }).click();
  const ruling = staff.getByRole("dialog");
  await ruling.getByLabel("Outcome").selectOption("Accept: it no longer counts");
  await ruling.getByLabel("Answer").fill("Fair enough. Pause your bookings next time.");
  await expectAccessible(staff);
  await ruling.getByRole("button", { name: "Decide" }).click();
  await expect(staff.getByText("You accepted the objection.")).toBeVisible();
  await staff.getByRole("link", { name: "Decided" }).click();
  await objection.getByRole("link", { name: "Diego Torres" }).click();
  const seen = staff.getByRole("region", { name: "Reliability" });
  await expect(seen.getByRole("listitem").filter({ hasText: "Excused" })).toContainText(topic);
  await expect(seen.getByRole("button", { name: "Object" })).toHaveCount(0);
  await expectAccessible(staff);
  await staff.context().close();

  await page.reload();
  await expect(line.getByText("Excused, doesn't count")).toBeVisible();
  await expect(line.getByText("Fair enough. Pause your bookings next time.")).toBeVisible();
  await expectAccessible(page);
  await page.context().close();
});
