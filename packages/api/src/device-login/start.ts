import { digestOf, newOpaqueToken } from "@sundial/auth";
import type { StartDeviceLoginInput } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import type { Context } from "../context.ts";
import { newUserCode } from "./codes.ts";

const LIFETIME_MS = 10 * MINUTE;

/**
 * Starts a login for a program that isn't signed in. Returns the two codes, this once; it expires
 * after ten minutes.
 */
export async function startDeviceLogin(ctx: Context, input: StartDeviceLoginInput) {
  const { client_id: program, device_name: device = program, scope: access } = input;
  // Only the program ever has it.
  const { token: deviceCode, tokenHash: deviceCodeHash } = newOpaqueToken();
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + LIFETIME_MS);
  for (;;) {
    const userCode = newUserCode();
    const { count } = await ctx.db.deviceLogin.createMany({
      data: {
        deviceCodeHash,
        userCodeHash: digestOf(userCode),
        program,
        device,
        access,
        ip: ctx.ip,
        userAgent: ctx.userAgent,
        createdAt,
        expiresAt,
      },
      // Someone else has the same code at the moment: take another.
      skipDuplicates: true,
    });
    if (count > 0) return { deviceCode, userCode, expiresInMs: LIFETIME_MS };
  }
}
