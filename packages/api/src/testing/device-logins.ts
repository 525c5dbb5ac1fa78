import type { Db } from "@sundial/db";
import { startDeviceLoginInput } from "@sundial/validators";
import { startDeviceLogin } from "../device-login/start.ts";
import { contextOf, NOW } from "./callers.ts";

/** A program that waits for somebody's answer. */
export function waitingLogin(db: Db, now = NOW, asked: Record<string, string> = {}) {
  const input = startDeviceLoginInput.parse({ client_id: "sundial", ...asked });
  return startDeviceLogin(contextOf(db, { session: null, now }), input);
}
