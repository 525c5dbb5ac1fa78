// A service that trusts Sundial's tokens. Usage: verify.ts <site> <audience>, the token on stdin.
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, jwtVerify } from "jose";

const [site = "", audience = ""] = process.argv.slice(2);

// Cached for ten minutes, and fetched again when a token names a key that isn't in the set.
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", site));

/** Returns the claims of a valid token and throws for any other. */
async function verify(token: string) {
  const { payload } = await jwtVerify(token, keys, {
    // Never the algorithm that the token names.
    algorithms: ["RS256"],
    typ: "at+jwt",
    issuer: site,
    // Your own name, or the audience all services share. Reject tokens for anyone else.
    audience,
    clockTolerance: "30 seconds",
    requiredClaims: ["sub", "role", "status", "scope", "sid", "iat", "exp", "jti"],
  });
  if (payload.aud !== audience) throw new Error("also meant for others");
  if (payload.status === "suspended") throw new Error("suspended");
  return payload;
}

try {
  const { sub, role, scope } = await verify((await text(process.stdin)).trim());
  process.stdout.write(`${sub} ${role} ${scope}\n`);
} catch (error) {
  process.stderr.write(`refused: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
