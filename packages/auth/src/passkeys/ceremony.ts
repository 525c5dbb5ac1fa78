import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type {
  PasskeyAuthentication,
  PasskeyRegistration,
  PasskeyTransport,
} from "@sundial/validators";

/** ES256, RS256 and EdDSA, in the order that the standard's examples prefer (RFC 8152). */
const ALGORITHMS = [-8, -7, -257];

/** In milliseconds: how long the browser's own dialog stays open. */
const DIALOG_MS = 120_000;

/** We ask for none, so what browsers answer about them is ignored. */
const NO_EXTENSIONS = { clientExtensionResults: {} };

interface Site {
  /** The address people open. Passkeys belong to its host. */
  baseURL: string;
}

interface KnownPasskey {
  credentialId: string;
  transports: readonly PasskeyTransport[];
}

interface Registration {
  /** The program's name, which the browser shows. */
  program: string;
  user: { id: string; email: string; name: string };
  existing: KnownPasskey[];
}

const rpIdOf = ({ baseURL }: Site) => new URL(baseURL).hostname;

/**
 * What the browser needs to make a passkey (WebAuthn Level 3, section 5.4). It must be one that the
 * person finds without typing their address, and that checks who they are by finger, face or PIN.
 */
export async function registrationOptions(site: Site, { program, user, existing }: Registration) {
  // We use no extensions, and JSON can't carry their types.
  const { extensions: _, ...options } = await generateRegistrationOptions({
    rpName: program,
    rpID: rpIdOf(site),
    userID: Buffer.from(user.id),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: "none",
    timeout: DIALOG_MS,
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: existing.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
  });
  return options;
}

/** The new passkey, or null when the browser's answer doesn't hold. */
export async function verifyRegistration(
  site: Site,
  { challenge, response }: { challenge: string; response: PasskeyRegistration },
) {
  const result = await verifyRegistrationResponse({
    response: { ...response, ...NO_EXTENSIONS },
    expectedChallenge: challenge,
    expectedOrigin: new URL(site.baseURL).origin,
    expectedRPID: rpIdOf(site),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (!result?.verified) return null;
  const { credential, credentialBackedUp } = result.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    isBackedUp: credentialBackedUp,
  };
}

/** What the browser needs to ask for any passkey of this site. */
export function authenticationOptions(site: Site) {
  return generateAuthenticationOptions({
    rpID: rpIdOf(site),
    timeout: DIALOG_MS,
    userVerification: "required",
  });
}

interface StoredPasskey extends KnownPasskey {
  publicKey: Uint8Array;
  counter: bigint;
}

/** The passkey's new counter, or null when the answer doesn't hold. */
export async function verifyAuthentication(
  site: Site,
  {
    challenge,
    response,
    passkey,
  }: { challenge: string; response: PasskeyAuthentication; passkey: StoredPasskey },
) {
  const result = await verifyAuthenticationResponse({
    response: { ...response, ...NO_EXTENSIONS },
    expectedChallenge: challenge,
    expectedOrigin: new URL(site.baseURL).origin,
    expectedRPID: rpIdOf(site),
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(passkey.counter),
      transports: [...passkey.transports],
    },
  }).catch(() => null);
  return result?.verified ? result.authenticationInfo.newCounter : null;
}
