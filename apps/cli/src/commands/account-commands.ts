import { identify } from "../account.ts";
import type { CommandSpec, Run } from "../command.ts";
import { clientOf, fetchOf, isUnencrypted } from "../connection.ts";
import { deviceLogin, revokeToken } from "../device-login.ts";
import { notFound, usage } from "../failure.ts";

async function login(run: Run) {
  const { given, world, terminal, profiles, output } = run;
  const connection = await run.connection();
  const { url, profile } = connection;
  if (world.env.SUNDIAL_TOKEN) {
    throw usage("SUNDIAL_TOKEN is set and overrides what you sign in with. Unset it first.");
  }
  if (isUnencrypted(url)) {
    terminal.error(
      "sundial: this server has no encryption: others may read your token on its way.",
    );
  }
  const isGiven = given.has("with-token");
  const token = isGiven
    ? (await terminal.readInput()).trim()
    : await deviceLogin(
        { fetch: fetchOf(world), signal: world.signal, url },
        {
          access: given.has("write") ? "write" : "read",
          device: given.text("name") ?? world.hostname,
          onCode: ({ userCode, page }) => {
            terminal.error(`Open ${page}`);
            terminal.error(`Check that it shows this code: ${userCode}`);
          },
        },
      );
  if (token === "") throw usage("Nothing was piped in. Pipe a token to --with-token.");
  const { title, ...caller } = await identify(clientOf(world, { ...connection, token }));
  await profiles.save(profile, { url, token });
  output.done(`Signed in to ${url} as ${title}. The token ${caller.access}.`, {
    url,
    profile,
    ...caller,
  });
}

async function logout(run: Run) {
  const { given, world, profiles, output } = run;
  const { url, token, profile, tokenFrom } = await run.connection();
  if (tokenFrom === "SUNDIAL_TOKEN") {
    throw usage("SUNDIAL_TOKEN isn't stored here. Revoke it on your account page, and unset it.");
  }
  if (token === undefined) throw notFound(`You aren't signed in to ${url}.`);
  if (!given.has("keep-token")) {
    await revokeToken({ fetch: fetchOf(world), signal: world.signal, url }, token);
  }
  await profiles.save(profile, { url });
  const what = given.has("keep-token") ? "Forgot the token" : "Revoked the token";
  output.done(`${what} and signed out of ${url}.`, { url, profile });
}

export const accountCommands: CommandSpec[] = [
  {
    name: "login",
    about: "sign in to a server",
    more: "Shows a code, which you approve in your browser. The result is a personal access token named after this computer, which expires after 30 days and only reads unless you pass --write.",
    options: [
      { name: "write", about: "ask for a token that may also change things" },
      { name: "name", value: "name", about: "the token's name (default: this computer's)" },
      { name: "with-token", about: "read a personal access token from stdin instead" },
    ],
    examples: [
      "sundial login --url https://sundial.example.org",
      "sundial login --url https://sundial.example.org --with-token < token.txt",
    ],
    run: login,
  },
  {
    name: "logout",
    about: "revoke the token and forget it",
    options: [{ name: "keep-token", about: "only forget it, because something else uses it" }],
    examples: ["sundial logout"],
    run: logout,
  },
  {
    name: "whoami",
    about: "show who you are, and what your token may do",
    examples: ["sundial whoami"],
    async run({ client, connection, output }) {
      const { url, profile, tokenFrom } = await connection();
      const { title: _, ...caller } = await identify(await client());
      output.item(
        { ...caller, url, profile, tokenFrom },
        {
          Server: () => url,
          Profile: () => profile,
          "Token from": () => tokenFrom,
          ID: ({ id }) => id,
          Name: ({ name }) => name,
          Role: ({ role, kind }) => role ?? kind,
          Access: ({ access }) => access,
          Permissions: ({ permissions }) => permissions.join(", "),
          Expires: ({ expiresAt }) => expiresAt,
        },
      );
    },
  },
  {
    name: "profile list",
    about: "list the servers you have signed in to",
    examples: ["sundial profile list"],
    async run({ profiles, output }) {
      const { current, profiles: all } = await profiles.read();
      const items = Object.entries(all).map(([name, { url, token }]) => ({
        name,
        url,
        isSignedIn: token !== undefined,
        isCurrent: name === current,
      }));
      output.list(
        items,
        {
          name: ({ name }) => name,
          url: ({ url }) => url,
          signedIn: ({ isSignedIn }) => isSignedIn,
          current: ({ isCurrent }) => isCurrent,
        },
        { empty: "There are none. Sign in: sundial login --url <url>" },
      );
    },
  },
  {
    name: "profile use",
    about: "choose the server that commands use",
    arguments: [{ name: "name", about: "its name" }],
    examples: ["sundial profile use default"],
    async run({ given, profiles, output }) {
      const name = given.required("name");
      const { profiles: all } = await profiles.read();
      const profile = Object.hasOwn(all, name) ? all[name] : undefined;
      if (profile === undefined) throw notFound(`There is no profile “${name}”.`);
      await profiles.use(name);
      output.done(`Commands use ${profile.url} now.`, { name, url: profile.url });
    },
  },
];
