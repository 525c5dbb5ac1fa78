import { offerAdminSetUp } from "@sundial/auth";
import { server } from "../src/server/server";

// `pnpm admin:setup`: prints the link for the first admin of a new program.

/** Returns the exit code. */
async function main(): Promise<number> {
  // Anyone who reads the link could become admin, and logs are read by many.
  if (!process.stdout.isTTY) return refuse("Run this in a terminal. It prints a secret link.");
  const { db, siteUrl } = server();
  const offer = await offerAdminSetUp({ db, siteUrl, now: new Date() });
  if (offer === null) {
    return refuse("This program already has an admin, who can make others admins under People.");
  }
  process.stdout.write(`Open this link within an hour to become the first admin. It works once.

  ${offer.url}
`);
  return 0;
}

function refuse(reason: string) {
  process.stderr.write(`${reason}\n`);
  return 1;
}

try {
  process.exitCode = await main();
} finally {
  await globalThis.sundialServer?.db.$disconnect();
}
