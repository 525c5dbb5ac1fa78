import { z } from "zod";
import { identityProof, identityProofInput } from "./account.ts";
import { storableText } from "./storable.ts";
import { text } from "./text.ts";

/** The most passkeys one person can have. */
export const MAX_PASSKEYS = 20;

export const passkeyName = text({ min: 1, max: 60 });

const base64url = storableText.max(100_000).regex(/^[\w-]*$/);

export const passkeyTransport = z.enum([
  "ble",
  "cable",
  "hybrid",
  "internal",
  "nfc",
  "smart-card",
  "usb",
]);
export type PasskeyTransport = z.infer<typeof passkeyTransport>;

/** Transports that this version doesn't know are left out. */
const transports = z
  .array(storableText.max(40))
  .max(20)
  .transform((list) => list.flatMap((each) => passkeyTransport.safeParse(each).data ?? []))
  .optional();

const common = {
  id: base64url.min(1).max(1_400),
  rawId: base64url.min(1).max(1_400),
  type: z.literal("public-key"),
};

/** A browser's answer with a new passkey: RegistrationResponseJSON of WebAuthn Level 3. */
export const passkeyRegistration = z.object({
  ...common,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports }),
});
export type PasskeyRegistration = z.infer<typeof passkeyRegistration>;

/** A browser's answer with a known passkey: AuthenticationResponseJSON of WebAuthn Level 3. */
export const passkeyAuthentication = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
export type PasskeyAuthentication = z.infer<typeof passkeyAuthentication>;

export const signInWithPasskeyInput = z.object({
  response: passkeyAuthentication,
  /** Where to go afterwards; a path of this site. */
  next: storableText.max(2_000).optional(),
});
export type SignInWithPasskeyInput = z.infer<typeof signInWithPasskeyInput>;

/** For the browser's own API, which checks it. */
export const passkeySignInOptions = z.object({
  options: z.looseObject({ challenge: z.string() }),
});

export const startPasskeyInput = identityProofInput;
export type StartPasskeyInput = z.infer<typeof startPasskeyInput>;

export const addPasskeyInput = z.object({
  /** From startPasskey. */
  token: storableText.min(1).max(200),
  name: passkeyName,
  response: passkeyRegistration,
});
export type AddPasskeyInput = z.infer<typeof addPasskeyInput>;

const id = z.uuid();

export const renamePasskeyInput = z.object({ id, name: passkeyName });
export type RenamePasskeyInput = z.infer<typeof renamePasskeyInput>;

export const removePasskeyInput = z.object({ id, ...identityProof });
export type RemovePasskeyInput = z.infer<typeof removePasskeyInput>;
