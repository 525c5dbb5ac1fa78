import type { APIRequestContext } from "@playwright/test";
import { z } from "zod";
import { expect, pageOf, test } from "./fixtures";

const answer = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

/** A program with this key or token: the status of a call, and what it returned. */
function programOf(request: APIRequestContext, token: string) {
  return async (procedure: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await request.get(`/api/trpc/${procedure}`, { headers });
    const data: unknown = response.ok()
      ? answer.parse(await response.json()).result.data.json
      : null;
    return { status: response.status(), data };
  };
}

const whoami = (permissions: string[]) => ({
  status: 200,
  data: expect.objectContaining({ permissions: ["identity:read", ...permissions] }),
});

test("an admin gives a program its own account, rotates its key and ends it", async ({
  browser,
  request,
  expectAccessible,
}) => {
  const page = await pageOf(browser, "alex@sundial.example", "/service-accounts");
  await expect(page.getByRole("heading", { name: "No service accounts yet" })).toBeVisible();
  await expectAccessible(page);

  const create = page.getByRole("form", { name: "Create a service account" });
  await create.getByRole("button", { name: "Create service account" }).click();
  await expect(create.getByText("Choose at least one permission")).toBeVisible();
  await expectAccessible(page);
  await create.getByLabel("Name").fill("Nightly export");
  await create.getByLabel("Owner's email").fill("data@team.example");
  await create.getByLabel("View the audit log").check();
  await create.getByRole("button", { name: "Create service account" }).click();
  const field = page.getByLabel("The key of “Nightly export”");
  await expect(field).toBeFocused();
  const key = await field.inputValue();
  expect(key).toMatch(/^sundial_svc_/);
  await expect(page.getByRole("link", { name: "Nightly export" })).toBeVisible();
  await expectAccessible(page);

  const program = programOf(request, key);
  expect(await program("account.whoami")).toEqual(whoami(["audit:read"]));
  expect(await program("audit.actions")).toMatchObject({ status: 200 });
  for (const beyond of ["member.list", "account.me", "serviceAccount.list"]) {
    expect(await program(beyond), beyond).toMatchObject({ status: 403 });
  }

  await page.getByRole("link", { name: "Nightly export" }).click();
  await expect(page.getByRole("heading", { name: "Nightly export" })).toBeVisible();
  await expect(page.getByText(/Last used .+ from 127\.0\.0\.1/)).toBeVisible();
  await expectAccessible(page);

  const rotate = page.getByRole("form", { name: "Rotate the key" });
  await rotate.getByLabel("Current key works for another").selectOption("It stops now");
  await rotate.getByRole("button", { name: "Rotate key" }).click();
  const rotated = page.getByLabel("The key of “Nightly export”");
  await expect(rotated).toBeFocused();
  const next = await rotated.inputValue();
  expect(await program("account.whoami")).toMatchObject({ status: 401 });
  const renewed = programOf(request, next);
  expect(await renewed("account.whoami")).toEqual(whoami(["audit:read"]));

  const settings = page.getByRole("form", { name: "Settings" });
  await settings.getByLabel("View the audit log").uncheck();
  await settings.getByLabel("List people").check();
  await settings.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("List people", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await renewed("account.whoami")).toEqual(whoami(["member:list"]));
  await expectAccessible(page);

  await page.getByRole("button", { name: "End service account" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "End service account" }).click();
  await expect(page.getByText("Ended", { exact: true })).toBeVisible();
  expect(await renewed("account.whoami")).toMatchObject({ status: 401 });
  await expectAccessible(page);

  await page.getByRole("link", { name: "Everything it did" }).click();
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
  await expectAccessible(page);
  await page.context().close();
});

test("a person gives a token only what they choose", async ({
  browser,
  request,
  expectAccessible,
}) => {
  const page = await pageOf(browser, "noah@sundial.example", "/account");
  const form = page.getByRole("form", { name: "Create a personal access token" });
  await form.getByLabel("Name").fill("Only sessions");
  await form.getByLabel("Access", { exact: true }).selectOption("Selected permissions");
  await expectAccessible(page);
  const boxes = form.getByRole("group", { name: "Permissions" }).getByRole("checkbox");
  for (const box of await boxes.all()) await box.uncheck();
  await form.getByRole("button", { name: "Create token" }).click();
  await expect(form.getByText("Choose at least one permission")).toBeVisible();
  await form.getByLabel("View sessions").check();
  await form.getByRole("button", { name: "Create token" }).click();
  const token = await page.getByLabel("The token “Only sessions”").inputValue();
  const tool = programOf(request, token);
  expect(await tool("account.whoami")).toEqual(whoami(["session:read"]));
  expect(await tool("mentor.filters")).toMatchObject({ status: 403 });
  await page.context().close();
});
