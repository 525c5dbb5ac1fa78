import { z } from "zod";
import { identityProof } from "./account.ts";
import { storableText } from "./storable.ts";
import { text } from "./text.ts";

/** Letters that no one takes for another and that spell no words (RFC 8628, section 6.1). */
export const USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
export const USER_CODE_LENGTH = 8;

const USER_CODE = new RegExp(`^[${USER_CODE_LETTERS}]{${USER_CODE_LENGTH}}$`);

/** What the token may do: only read, or everything its owner may do. */
export const deviceAccess = z.enum(["read", "write"]);
export type DeviceAccess = z.infer<typeof deviceAccess>;

/** The code that a program shows, as people type it: with spaces, hyphens, in lower case. */
export const userCode = storableText
  .max(40)
  .transform((code) => code.replaceAll(/[\s-]/g, "").toUpperCase())
  .pipe(
    z.string().regex(USER_CODE, `Enter the ${USER_CODE_LENGTH} letters that the program shows`),
  );

/** A program's request for a login, in OAuth's words. `scope` is the access. */
export const startDeviceLoginInput = z.object({
  client_id: text({ min: 1, max: 60 }),
  /** Becomes the token's name. */
  device_name: text({ min: 1, max: 60 }).optional(),
  scope: deviceAccess.default("read"),
});
export type StartDeviceLoginInput = z.infer<typeof startDeviceLoginInput>;

export const deviceLoginByCodeInput = z.object({ userCode });
export type DeviceLoginByCodeInput = z.infer<typeof deviceLoginByCodeInput>;

export const approveDeviceLoginInput = z.object({
  userCode,
  ...identityProof,
});
export type ApproveDeviceLoginInput = z.infer<typeof approveDeviceLoginInput>;

export const denyDeviceLoginInput = z.object({ userCode });
export type DenyDeviceLoginInput = z.infer<typeof denyDeviceLoginInput>;
