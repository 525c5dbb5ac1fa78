import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { z } from "zod";

interface Asked {
  challenge: string;
}

interface Deviation {
  origin?: string;
  challenge?: string;
  /** Whether the device has checked who its owner is. */
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
}

const jwk = z.object({ x: z.string(), y: z.string() });

/**
 * A device that makes a passkey and answers with it, as browsers do (WebAuthn Level 3, sections 5.1
 * and 6.5): an ES256 key and the attestation "none".
 */
export function softPasskey(site: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = jwk.parse(publicKey.export({ format: "jwk" }));
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  const { origin, hostname } = new URL(site);
  let userHandle = "";
  let counter = 0;

  const clientData = (type: string, { challenge }: Asked, deviation: Deviation) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: deviation.challenge ?? challenge,
        origin: deviation.origin ?? origin,
        crossOrigin: false,
      }),
    );

  function authenticatorData(attested: Buffer, { isVerified = true, ...deviation }: Deviation) {
    const flags = 0x01 | (isVerified ? 0x04 : 0) | (attested.length > 0 ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(deviation.counter ?? counter);
    return Buffer.concat([sha256(Buffer.from(hostname)), Buffer.from([flags]), count, attested]);
  }

  return {
    id,
    /** RegistrationResponseJSON */
    register(options: Asked & { user: { id: string } }, deviation: Deviation = {}) {
      userHandle = options.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      // A COSE key (RFC 9053, section 7.1): EC2, ES256, P-256.
      const key = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, "base64url")],
          [-3, Buffer.from(y, "base64url")],
        ]),
      );
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, key]);
      const attestationObject = cbor(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authenticatorData(attested, deviation)],
        ]),
      );
      return {
        id,
        rawId: id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData("webauthn.create", options, deviation).toString("base64url"),
          attestationObject: attestationObject.toString("base64url"),
          transports: ["internal" as const],
        },
      };
    },
    /** AuthenticationResponseJSON */
    answer(options: Asked, deviation: Deviation = {}) {
      counter++;
      const client = clientData("webauthn.get", options, deviation);
      const data = authenticatorData(Buffer.alloc(0), deviation);
      return {
        id,
        rawId: id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: sign("sha256", Buffer.concat([data, sha256(client)]), privateKey).toString(
            "base64url",
          ),
          userHandle: deviation.userHandle ?? userHandle,
        },
      };
    },
  };
}

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

/** The few forms of CBOR (RFC 8949) that a passkey needs. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  if (value instanceof Map) {
    const pairs = [...value].flatMap(([key, each]) => [cbor(key), cbor(each)]);
    return Buffer.concat([head(5, value.size), ...pairs]);
  }
  throw new Error("no such form");
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
