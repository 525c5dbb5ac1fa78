import { z } from "zod";
import { CONTROL_URL } from "./addresses";
import { chooseTime, completeProfile, expect, signUpMentee, test } from "./fixtures";

const logLine = z.object({
  level: z.string(),
  msg: z.string().optional(),
  requestId: z.string().optional(),
});

test("when a slot is taken, the form keeps its text and offers the nearest times", async ({
  page,
  browser,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/409/);
  await signUpMentee(page, "Slow Sven");
  await completeProfile(page);
  await page.goto("/mentors?search=Amara");
  await page.getByRole("link", { name: "Amara Okafor" }).click();
  const wanted = await chooseTime(page, { day: 1 });
  await page.getByLabel("Topic").fill("A decision I keep putting off");
  await page.getByLabel("Agenda").fill("Typed with care.");

  const other = await (await browser.newContext({ timezoneId: "Europe/London" })).newPage();
  await signUpMentee(other, "Fast Fiona");
  await completeProfile(other);
  await other.goto(page.url());
  expect(await chooseTime(other, { day: 1 })).toBe(wanted);
  await other.getByLabel("Topic").fill("First come");
  await other.getByRole("button", { name: "Book this session" }).click();
  await expect(other.getByText("Your session is booked.")).toBeVisible();
  await other.context().close();

  await page.getByRole("button", { name: "Book this session" }).click();
  const message = page.getByRole("alert").filter({ hasText: "Someone else just booked this time" });
  await expect(message).toBeFocused();
  await expect(page.getByLabel("Agenda")).toHaveValue("Typed with care.");
  await expectAccessible(page);
  const alternatives = message.getByRole("button");
  await expect(alternatives).toHaveCount(3);
  await alternatives.first().click();
  await page.getByRole("button", { name: "Book this session" }).click();
  await expect(page.getByText("Typed with care.")).toBeVisible();
  await expect(page.getByText("Your session is booked.")).toBeVisible();
});

test("invalid forms show messages beside fields and focus the first one", async ({
  page,
  allowConsoleErrors,
  expectAccessible,
}) => {
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill("not an address");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await expect(page.getByLabel("Name")).toHaveAccessibleDescription("Fill this in");
  await expect(page.getByText("Enter an address such as ada@example.org")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue("not an address");
  await expectAccessible(page);

  allowConsoleErrors(/401/);
  await page.goto("/sign-in");
  await expect(page.getByText("Demo accounts")).toHaveCount(0);
  await page.getByLabel("Email").fill("nobody@e2e.example");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue("nobody@e2e.example");
  await expectAccessible(page);
});

test("before scripts run, no password can end up in a URL", async ({ browser }) => {
  const still = await browser.newContext({ javaScriptEnabled: false });
  const page = await still.newPage();
  for (const [path, button] of [
    ["/sign-in", "Sign in"],
    ["/sign-up", "Create account"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("button", { name: button })).toBeDisabled();
    await expect(page.locator("form")).toHaveAttribute("method", "post");
  }
  await still.close();
});

test("signing in returns to the requested page; signing out closes it", async ({ page }) => {
  await page.goto("/sessions");
  await page.waitForURL("/sign-in?next=%2Fsessions");
  await page.getByLabel("Email").fill("Tom@sundial.example");
  await page.getByLabel("Password").fill("sundial-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/sessions");
  await expect(page.getByRole("link", { name: "Reading a query plan" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("/");
  await page.goto("/sessions");
  await page.waitForURL(/sign-in/);
});

test("missing pages show the not-found page", async ({
  page,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/404/);
  await signUpMentee(page, "Lost Lena");
  for (const path of ["/nowhere", "/mentors/nobody", "/sessions/nothing", "/outbox"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
  await expectAccessible(page);
});

test("a page says when the database is down and reloads when it is back", async ({
  page,
  request,
  allowConsoleErrors,
  expectAccessible,
}) => {
  // React reports a failed server render as its error 441.
  allowConsoleErrors(/50[03]|Minified React error #441/);
  await signUpMentee(page, "Patient Pat");
  await request.get(`${CONTROL_URL}/down`);
  try {
    const health = await request.get("/api/health");
    expect(health.status()).toBe(503);
    expect(await health.json()).toEqual({ status: "error", database: "unreachable" });
    await page.goto("/mentors");
    await expect(
      page.getByRole("heading", { name: "The database isn't responding" }),
    ).toBeVisible();
    await expectAccessible(page);
    const credentials = { email: "ada@e2e.example", password: "any password" };
    const signIn = await request.post("/api/auth/sign-in/email", { data: credentials });
    expect(signIn.status()).toBe(503);
  } finally {
    await request.get(`${CONTROL_URL}/up`);
  }
  // Next prints errors of a page: the line is like all others, with the request's ID.
  const written = await (await request.get(`${CONTROL_URL}/written`)).text();
  const lines = written
    .trimEnd()
    .split("\n")
    .map((line) => logLine.parse(JSON.parse(line)));
  const failed = lines.filter(({ level, msg }) => level === "error" && msg === "\u2a2f");
  expect(failed.length).toBeGreaterThan(0);
  const requests = new Set(
    lines.flatMap(({ msg, requestId }) => (msg === "request" ? [requestId] : [])),
  );
  for (const { requestId } of failed) expect(requests).toContain(requestId);
  await expect(page.getByRole("heading", { name: "Find a mentor" })).toBeVisible();
  const health = await request.get("/api/health");
  expect(await health.json()).toEqual({ status: "ok", database: "connected" });
});
