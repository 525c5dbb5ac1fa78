import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { chooseTime, expect, pageOf, test } from "./fixtures";

const receivers = path.join(import.meta.dirname, "../../../docs/webhooks");

const programs = {
  TypeScript: ["tsx", "receiver.ts"],
  Python: ["/usr/bin/python3", "receiver.py"],
} as const;

const listening = z.object({ port: z.number() });

/** Starts a receiver from the documentation and collects what it prints. */
async function startReceiver([command, file]: readonly [string, string], secret: string, port = 0) {
  const child: ChildProcess = spawn(command, [file, String(port)], {
    cwd: receivers,
    env: { ...process.env, WEBHOOK_SECRET: secret },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  if (child.stdout === null) throw new Error("the receiver prints nothing");
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  const first = () => lines.find((line) => line.startsWith("listening "));
  await expect.poll(first).toBeDefined();
  const address = listening.parse(JSON.parse(first()?.slice("listening ".length) ?? "null"));
  return { lines, port: address.port, stop: () => child.kill("SIGKILL") };
}

/** A port that was free a moment ago. */
async function freePort() {
  const receiver = await startReceiver(programs.Python, `whsec_${"A".repeat(32)}`);
  receiver.stop();
  return receiver.port;
}

/** Adds an endpoint on the page that lists them, and returns its secret. */
async function addEndpoint(page: Page, { url, name }: { url: string; name: string }) {
  await page.goto("/webhooks");
  await page.getByLabel("URL").fill(url);
  await page.getByLabel("Description").fill(name);
  await page.getByLabel("Events").selectOption("Only the events I choose");
  await page.getByLabel("Session booked").check();
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const secret = page.getByLabel("The signing secret");
  await expect(secret).toBeFocused();
  return secret.inputValue();
}

async function bookSession(page: Page) {
  await page.goto("/mentors");
  await page.getByRole("link", { name: "Jonas" }).first().click();
  await chooseTime(page);
  await page.getByLabel("Topic").fill("Reading a query plan");
  await page.getByRole("button", { name: /^(Book this session|Request)/ }).click();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}/);
}

test("a booking reaches receivers that verify it, and can be sent again", async ({
  browser,
  request,
  expectAccessible,
}) => {
  const page = await pageOf(browser, "alex@sundial.example", "/webhooks");
  await expectAccessible(page);

  const started = [];
  for (const [name, program] of Object.entries(programs)) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/${name.toLowerCase()}`;
    const secret = await addEndpoint(page, { url, name });
    started.push({ name, url, ...(await startReceiver(program, secret, port)) });
  }
  await expectAccessible(page);

  const mentee = await pageOf(browser, "tom@sundial.example", "/mentors");
  await bookSession(mentee);
  const sessionId = mentee.url().split("/").at(-1)?.split("?")[0] ?? "";
  await mentee.context().close();

  for (const { name, url, lines, port, stop } of started) {
    const received = () => lines.find((line) => line.startsWith("received "));
    await expect.poll(received, name).toBeDefined();
    const [, id = "", ...message] = received()?.split(" ") ?? [];
    const { type, data } = z
      .object({ type: z.string(), data: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(message.join(" ")));
    expect({ type, id: data.id }).toEqual({ type: "session.booked", id: sessionId });
    // Nothing that people wrote, unless the endpoint asks for it.
    expect(JSON.stringify(data)).not.toContain("query plan");

    await page.goto("/webhooks");
    await page.getByRole("link", { name: url }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(url);
    const delivery = page.getByRole("list", { name: "Deliveries" }).getByRole("listitem").first();
    await expect(delivery).toContainText("Delivered");
    await delivery.getByRole("button", { name: "Show attempts" }).click();
    const attempts = page.getByRole("list", { name: "Attempts" }).getByRole("listitem");
    await expect(attempts).toHaveCount(1);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Send again" }).first().click();
    await expect.poll(() => lines).toContain(`again ${id}`);
    await expect(attempts).toHaveCount(2);

    const forged = await request.post(`http://127.0.0.1:${port}/`, {
      headers: {
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
        "webhook-signature": `v1,${"A".repeat(43)}=`,
      },
      data: { type: "session.booked", data: {} },
    });
    expect(forged.status()).toBe(400);
    expect(lines).toContain("rejected");
    stop();
  }
  await page.context().close();
});

test("an endpoint is changed, gets a new secret, is paused and removed", async ({
  browser,
  allowConsoleErrors,
}) => {
  // The browser reports the URL that the server rejects.
  allowConsoleErrors(/400/);
  const page = await pageOf(browser, "alex@sundial.example", "/webhooks");
  await page.getByLabel("URL").fill("https://10.0.0.1/");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByText(/Use a public address/)).toBeVisible();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/settings`;
  const first = await addEndpoint(page, { url, name: "Settings" });
  await page.getByRole("link", { name: "Send it a test" }).click();

  await page.getByRole("button", { name: "Send a test" }).click();
  const delivery = page.getByRole("list", { name: "Deliveries" }).getByRole("listitem").first();
  await expect(delivery).toContainText("The connection failed.");
  await expect(delivery).toContainText("Pending");

  await page.getByLabel("Description").fill("Changed");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Replace secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Replace secret" }).click();
  const secret = page.getByLabel("The signing secret");
  await expect(secret).toBeFocused();
  expect(await secret.inputValue()).not.toBe(first);
  await expect(page.getByText(/also signed with the previous secret until/)).toBeVisible();

  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText("This endpoint is paused")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("The endpoint was resumed.")).toBeVisible();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove endpoint" }).click();
  await page.waitForURL("/webhooks");
  await expect(page.getByRole("link", { name: url })).toHaveCount(0);
  await page.context().close();
});
