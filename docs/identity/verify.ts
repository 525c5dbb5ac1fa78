// A service that trusts Sundial's tokens. Usage: verify.ts <site> <audience>, the token on stdin.
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, jwtVerify } from "jose";

const [site = "", audience = ""] = process.argv.slice(2);

// Fetched once, kept for ten minutes, and fetched again when a token names a key it does not have.
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", site));

/** The claims of a good token; throws for every other. */
async function verify(token: string) {
  const { payload } = await jwtVerify(token, keys, {
    // Never what the token asks for.
    algorithms: ["RS256"],
    typ: "at+jwt",
    issuer: site,
    // Your own name, or the one that all services share: a token for anyone else is not for you.
    audience,
    clockTolerance: "30 seconds",
    requiredClaims: ["sub", "role", "status", "scope", "sid", "iat", "exp", "jti"],
  });
  if (payload.aud !== audience) throw new Error("made for others too");
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
