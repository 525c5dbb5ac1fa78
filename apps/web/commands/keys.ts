import { createHash, randomBytes } from "node:crypto";
import { SigningKeyError } from "@sundial/auth";
import { server } from "../src/server/server";

const USAGE = `Usage: pnpm keys <command>

  list            show the keys of access tokens and their states
  rotate          publish the next key; it signs after KEY_PUBLISH_BEFORE
  rotate --now    make it sign at once; verifiers with an older copy of the key set reject its
                  tokens until they fetch it again
  remove <kid>    remove a key and end every token it signed, at once
  client <name>   create a secret for a service that introspects tokens
`;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Lets operators do by hand what the server does automatically. Returns the exit code. */
async function main([command, ...rest]: string[]): Promise<number> {
  const isPlain = rest.length === 0;
  if (command === "list" && isPlain) return list();
  if (command === "rotate" && isPlain) return rotate(false);
  if (command === "rotate" && rest.join(" ") === "--now") return rotate(true);
  if (command === "remove" && rest.length === 1) return remove(rest[0] ?? "");
  if (command === "client" && rest.length === 1) return client(rest[0] ?? "");
  process.stderr.write(USAGE);
  return command === undefined || command === "help" ? 0 : 2;
}

async function list() {
  for (const { kid, state, signsFrom, expiresAt } of await server().auth.keys.list()) {
    const until = expiresAt === null ? "" : `  expires ${expiresAt.toISOString()}`;
    say(`${kid}  ${state.padEnd(7)}  signs from ${signsFrom.toISOString()}${until}`);
  }
  return 0;
}

async function rotate(atOnce: boolean) {
  // With a secret other than the server's, the server couldn't use the new key.
  if (!atOnce) await server().auth.keys.signing();
  const kid = await server().auth.keys.rotate({ atOnce });
  say(`The next key is ${kid}.`);
  return list();
}

async function remove(kid: string) {
  await server().auth.keys.remove(kid);
  say(`Removed ${kid}: Sundial rejects its tokens now, other services when their caches expire.`);
  return list();
}

function client(name: string) {
  if (!/^[\w.-]+$/.test(name)) {
    process.stderr.write(
      "A client name can have only letters, digits, dots, hyphens and underscores.\n",
    );
    return 2;
  }
  const secret = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(secret).digest("hex");
  say(`Secret for the service, shown once:  ${secret}`);
  say(`Add to INTROSPECTION_CLIENTS:        ${name}:${hash}`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SigningKeyError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await globalThis.sundialServer?.db.$disconnect();
}
