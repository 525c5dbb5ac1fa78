import type { Page } from "@playwright/test";
import {
  chooseTime,
  completeProfile,
  expect,
  pageOf,
  signUpMentee,
  test,
  untilHydrated,
} from "./fixtures";

/** The first time on a session page, which is the reader's own. */
const timeOf = (page: Page) => page.locator("dd time").first().getAttribute("datetime");

test("a mentor approves a request, the mentee moves the session, and both see the change", async ({
  page,
  browser,
  expectAccessible,
}) => {
  const topic = "Rehearsing what I will say";
  await signUpMentee(page, "Rosa Lind");
  await completeProfile(page);
  await page.goto("/mentors?search=Luc");
  await page.getByRole("link", { name: "Lucía Fernández" }).click();
  await expect(page.getByText("Lucía Fernández approves each request")).toBeVisible();
  // More than two days away at any hour: a nearer request expires when the minimum notice begins.
  await chooseTime(page, { day: 3 });
  await page.getByLabel("Topic").fill(topic);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Request this session" }).click();
  await expect(page.getByText("Waiting for Lucía Fernández's answer")).toBeVisible();
  await expect(page.getByText("The request expires in 47 h")).toBeVisible();
  await expect(page.getByRole("button", { name: "Withdraw request" })).toBeVisible();
  await expectAccessible(page);
  const sessionUrl = new URL(page.url()).pathname;

  const mentor = await pageOf(browser, "lucia@sundial.example");
  const requests = mentor.getByRole("region", { name: "Awaiting your answer" });
  await expect(requests.getByRole("link", { name: "Rehearsing my first talk" })).toBeVisible();
  await expectAccessible(mentor);
  await requests.getByRole("link", { name: topic }).click();
  await expect(mentor.getByText("Rosa Lind requested this session")).toBeVisible();
  await expectAccessible(mentor);
  await mentor.getByRole("button", { name: "Approve" }).click();
  const dialog = mentor.getByRole("dialog");
  await dialog.getByLabel("Message").fill("Bring your slides.");
  await expectAccessible(mentor);
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(mentor.getByText("Scheduled")).toBeVisible();
  await expect(mentor.getByRole("heading", { name: topic })).toBeFocused();
  await expect(mentor.getByRole("button", { name: "Approve" })).toHaveCount(0);

  await page.reload();
  await untilHydrated(page);
  await expect(page.getByText("Bring your slides.")).toBeVisible();
  const before = await timeOf(page);
  await page.getByRole("link", { name: "Move to another time" }).click();
  await expect(page.getByRole("heading", { name: `Move “${topic}”` })).toBeVisible();
  const chosen = await chooseTime(page, { day: 2, time: 1 });
  expect(chosen).not.toBe(before);
  await page.getByLabel("Message").fill("My train leaves earlier.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Move to this time" }).click();
  await page.waitForURL(`${sessionUrl}?moved=1`);
  await expect(page.getByText("You moved this session.")).toBeVisible();
  expect(await timeOf(page)).toBe(chosen);
  const notice = page.getByRole("status").filter({ hasText: "You moved this session." });
  await expect(notice.getByRole("time")).toHaveAttribute("datetime", before ?? "");
  await expect(page.locator(":focus")).toContainText("You moved this session.");

  await mentor.reload();
  await untilHydrated(mentor);
  await expect(mentor.getByText("Rosa Lind moved this session.")).toBeVisible();
  await expect(mentor.getByText("My train leaves earlier.")).toBeVisible();
  expect(await timeOf(mentor)).toBe(chosen);
  await expectAccessible(mentor);
  await mentor.context().close();
});

test("a program manager books for a mentee, who sees the reason", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await signUpMentee(page, "Helped Hanna");
  await completeProfile(page);

  const manager = await pageOf(browser, "sam@sundial.example");
  await manager.goto("/mentors?search=Priya");
  await manager.getByRole("link", { name: "Priya Raman" }).click();
  await chooseTime(manager, { day: 2 });
  await manager.getByLabel("Topic").fill("A plan for the spring");
  await manager.getByRole("button", { name: "Book this session" }).click();
  await expect(manager.getByLabel("Mentee")).toHaveAccessibleDescription(/Choose a mentee/);
  await expectAccessible(manager);
  const picker = manager.getByRole("combobox", { name: "Mentee" });
  // Suspended, so nobody can book for them.
  await picker.fill("Viktor");
  await expect(manager.getByText("No mentees match.")).toBeVisible();
  await picker.fill("helped h");
  await expect(manager.getByRole("listbox").getByRole("option")).toHaveText([
    "Helped Hanna (Europe/London)",
  ]);
  await expectAccessible(manager);
  await picker.press("Enter");
  await expect(picker).toHaveValue("Helped Hanna (Europe/London)");
  await manager.getByLabel("Reason").fill("She asked by phone.");
  await manager.getByRole("button", { name: "Book this session" }).click();
  await expect(manager.getByText("The session is booked.")).toBeVisible();
  await manager.context().close();

  await page.goto("/sessions");
  await page.getByRole("link", { name: "A plan for the spring" }).click();
  await expect(page.getByText("She asked by phone.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel session" })).toBeVisible();
});
