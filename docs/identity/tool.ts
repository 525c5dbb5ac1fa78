// An internal tool on the typed API. Usage: tool.ts <site>, a personal access token on stdin.
import { text } from "node:stream/consumers";
import type { AppRouter } from "@sundial/api";
import * as transformer from "@sundial/validators/transformer";
import { createTRPCClient, httpBatchLink } from "@trpc/client";

const [site = ""] = process.argv.slice(2);
const token = (await text(process.stdin)).trim();

const sundial = createTRPCClient<AppRouter>({
  links: [
    httpBatchLink({
      url: new URL("/api/trpc", site).href,
      transformer,
      headers: { authorization: `Bearer ${token}` },
    }),
  ],
});

try {
  const [me, tokens] = await Promise.all([
    sundial.account.me.query(),
    sundial.personalAccessToken.list.query(),
  ]);
  // Dates arrive as Date objects.
  const ends = tokens.map(({ name, expiresAt }) => `${name} ends ${expiresAt.toISOString()}`);
  process.stdout.write(`${me.name} (${me.role}): ${ends.join(", ")}\n`);
} catch (error) {
  process.stderr.write(`refused: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
