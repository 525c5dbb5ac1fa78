// An internal tool on the typed API. Usage: tool.ts <site>, a personal access token on stdin.
import { text } from "node:stream/consumers";
import { createSundialClient, isSundialError } from "@sundial/client";

const [url = ""] = process.argv.slice(2);
const token = (await text(process.stdin)).trim();

const sundial = createSundialClient({ url, token });

try {
  const [me, tokens] = await Promise.all([
    sundial.account.me.query(),
    sundial.personalAccessToken.list.query(),
  ]);
  // Dates arrive as Date objects.
  const ends = tokens.map(({ name, expiresAt }) => `${name} ends ${expiresAt.toISOString()}`);
  process.stdout.write(`${me.name} (${me.role}): ${ends.join(", ")}\n`);
} catch (error) {
  if (!isSundialError(error)) throw error;
  process.stderr.write(`refused: ${error.message}\n`);
  process.exitCode = 1;
}
