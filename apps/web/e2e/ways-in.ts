import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import { CONTROL_URL } from "./addresses";

/** A device of the browser that makes and keeps passkeys, and checks its owner. */
export async function addDevice(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recognizes: async (isUserVerified: boolean) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}

/** Somebody with an account at the issuer "Campus". */
export async function personAtCampus(
  request: APIRequestContext,
  { email, verified = true }: { email?: string; verified?: boolean } = {},
) {
  const login = randomUUID();
  const person = { login, email: email ?? `${login}@e2e.example`, name: "Carla Campus" };
  await request.get(`${CONTROL_URL}/issuer/person`, { params: { ...person, verified } });
  return person;
}

/** On the issuer's own page. */
export async function signInAtCampus(page: Page, login: string) {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
}
