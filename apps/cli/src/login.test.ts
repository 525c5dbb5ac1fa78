import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT } from "./exit-codes.ts";
import { configFolder } from "./profiles.ts";
import { computer, Refused, serverOf, TOKEN, URL_OF_SUNDIAL } from "./testing/world.ts";

const ME = {
  kind: "user",
  id: "1",
  name: "Ada",
  role: "mentee",
  permissions: ["session:read"],
  expiresAt: new Date("2027-03-20T12:00:00Z"),
};
const HERE = ["--url", URL_OF_SUNDIAL];

/** A server where somebody answers a device login. */
function deviceServer(answers: (Response | Error)[]) {
  const forms: Record<string, string>[] = [];
  const read = async (request: Request) => {
    forms.push(Object.fromEntries(new URLSearchParams(await request.text())));
  };
  const fetch = serverOf(
    { "account.whoami": () => ME },
    {
      "/api/auth/device/code": async (request) => {
        await read(request);
        return Response.json({
          device_code: "d",
          user_code: "BCDF-GHJK",
          verification_uri: `${URL_OF_SUNDIAL}/device`,
          verification_uri_complete: `${URL_OF_SUNDIAL}/device?code=BCDF-GHJK`,
          expires_in: 600,
          interval: 0.01,
        });
      },
      "/api/auth/device/token": async (request) => {
        await read(request);
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer ?? Response.json({ error: "expired_token" }, { status: 400 });
      },
      "/api/auth/revoke": async (request) => {
        await read(request);
        return new Response(null);
      },
    },
  );
  return { forms, fetch };
}

const refusal = (error: string) =>
  Response.json({ error, error_description: `because ${error}` }, { status: 400 });
const granted = () => Response.json({ access_token: TOKEN, token_type: "Bearer" });

describe("sundial login", () => {
  it("shows the code, waits, and stores the token where only this person can read it", async () => {
    const { fetch, forms } = deviceServer([refusal("authorization_pending"), granted()]);
    const { run, config } = computer({ fetch, env: {} });
    const { exitCode, stdout, stderr } = await run(["login", ...HERE]);
    expect(stderr).toContain(`${URL_OF_SUNDIAL}/device?code=BCDF-GHJK`);
    expect(stderr).toContain("BCDF-GHJK");
    expect(stderr).toContain(
      `Signed in to ${URL_OF_SUNDIAL} as Ada (mentee). The token reads only.`,
    );
    expect(stdout + stderr).not.toContain(TOKEN);
    expect(exitCode).toBe(EXIT.OK);
    expect(forms[0]).toEqual({ client_id: "sundial", device_name: "laptop", scope: "read" });

    expect((await stat(config)).mode & 0o777).toBe(0o700);
    expect(await readdir(config)).toEqual(["profiles.json"]);
    const file = path.join(config, "profiles.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({
      current: "default",
      profiles: { default: { url: URL_OF_SUNDIAL, token: TOKEN } },
    });
    expect((await run("whoami")).exitCode).toBe(EXIT.OK);
  });

  it("asks for more only with --write", async () => {
    const { fetch, forms } = deviceServer([granted()]);
    await computer({ fetch, env: {} }).run(["login", ...HERE, "--write", "--name", "CI"]);
    expect(forms[0]).toMatchObject({ scope: "write", device_name: "CI" });
  });

  it.each([
    ["access_denied", EXIT.NOT_SIGNED_IN],
    ["expired_token", EXIT.NOT_SIGNED_IN],
  ])("ends on %s, and stores nothing", async (error, code) => {
    const { fetch } = deviceServer([refusal(error)]);
    const { run, folder } = computer({ fetch, env: {} });
    const { exitCode, stderr } = await run(["login", ...HERE]);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(`because ${error} (${error.toUpperCase()})`);
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes a token from stdin, and stores it only if it works", async () => {
    const fetch = serverOf({ "account.whoami": () => ME });
    const { run, config } = computer({ fetch, env: {} });
    const line = ["login", ...HERE, "--with-token"];
    expect((await run(line, { input: `${TOKEN}\n` })).exitCode).toBe(EXIT.OK);
    expect(await readFile(path.join(config, "profiles.json"), "utf8")).toContain(TOKEN);
    expect((await run(line, { input: "" })).exitCode).toBe(EXIT.USAGE);
    expect((await run(line, { input: "a b" })).exitCode).toBe(EXIT.USAGE);

    const wrong = serverOf({
      "account.whoami": () => {
        throw new Refused(401, "UNAUTHORIZED", null);
      },
    });
    const other = computer({ fetch: wrong, env: {} });
    expect((await other.run(line, { input: "wrong" })).exitCode).toBe(EXIT.NOT_SIGNED_IN);
    expect(await readdir(other.folder)).toEqual([]);
  });

  it("names a proxy's page for what it is", async () => {
    const fetch = async () => new Response("<html>", { status: 502 });
    const { exitCode, stderr } = await computer({ fetch, env: {} }).run(["login", ...HERE]);
    expect(exitCode).toBe(EXIT.SERVER_ERROR);
    expect(stderr).toContain("status 502");
    expect((await computer({ env: {} }).run(["login", ...HERE])).exitCode).toBe(EXIT.UNREACHABLE);
  });

  it.each(["sundial.example.org", "ftp://x", "https://user:password@x"])(
    "rejects %s as a server",
    async (url) => {
      expect((await computer({ env: {} }).run(["login", "--url", url])).exitCode).toBe(EXIT.USAGE);
    },
  );
});

describe("sundial logout", () => {
  it("revokes the token and forgets it", async () => {
    const { fetch, forms } = deviceServer([granted()]);
    const { run, config } = computer({ fetch, env: {} });
    await run(["login", ...HERE]);
    expect((await run("logout")).exitCode).toBe(EXIT.OK);
    expect(forms.at(-1)).toEqual({ token: TOKEN });
    expect(await readFile(path.join(config, "profiles.json"), "utf8")).not.toContain(TOKEN);
    expect((await run("whoami")).exitCode).toBe(EXIT.NOT_SIGNED_IN);
    expect((await run("logout")).exitCode).toBe(EXIT.NOT_FOUND);
  });

  it("keeps a token that it couldn't revoke", async () => {
    const { fetch } = deviceServer([granted()]);
    const { run, config } = computer({ fetch, env: {} });
    await run(["login", ...HERE]);
    const away = async () => Promise.reject(new TypeError("fetch failed"));
    expect((await run("logout", { fetch: away })).exitCode).toBe(EXIT.UNREACHABLE);
    expect(await readFile(path.join(config, "profiles.json"), "utf8")).toContain(TOKEN);
    expect((await run("logout --keep-token", { fetch: away })).exitCode).toBe(EXIT.OK);
  });
});

describe("profiles", () => {
  it("keep several servers apart", async () => {
    const fetch = serverOf({ "account.whoami": () => ME });
    const { run } = computer({ fetch, env: {} });
    const login = ["login", "--with-token", "--url"];
    await run([...login, URL_OF_SUNDIAL], { input: "first" });
    await run([...login, "https://other.example", "--profile", "other"], { input: "second" });
    const { stdout } = await run("profile list --json");
    expect(JSON.parse(stdout)).toEqual([
      { name: "default", url: URL_OF_SUNDIAL, isSignedIn: true, isCurrent: true },
      { name: "other", url: "https://other.example", isSignedIn: true, isCurrent: false },
    ]);
    expect((await run("profile use other")).exitCode).toBe(EXIT.OK);
    expect(JSON.parse((await run("whoami --json")).stdout)).toMatchObject({ profile: "other" });
    expect((await run("profile use nobody")).exitCode).toBe(EXIT.NOT_FOUND);
    expect((await run("whoami --profile nobody")).exitCode).toBe(EXIT.USAGE);
    expect((await run("whoami --profile __proto__")).exitCode).toBe(EXIT.USAGE);
  });

  it("never send a token to another server", async () => {
    const seen: (string | null)[] = [];
    const answer = serverOf({ "account.whoami": () => ME });
    const fetch: typeof globalThis.fetch = (input, init) => {
      seen.push(new Headers(init?.headers).get("authorization"));
      return answer(input, init);
    };
    const { run } = computer({ fetch, env: {} });
    await run(["login", "--with-token", ...HERE], { input: TOKEN });
    seen.length = 0;
    for (const setting of [
      { line: "whoami --url https://evil.example", env: {} },
      { line: "whoami", env: { SUNDIAL_URL: "https://evil.example" } },
    ]) {
      const { exitCode } = await run(setting.line, { env: setting.env });
      expect(exitCode).toBe(EXIT.NOT_SIGNED_IN);
    }
    expect(seen).toEqual([]);
    await run("whoami", { env: { SUNDIAL_TOKEN: "theirs" } });
    expect(seen).toEqual(["Bearer theirs"]);
  });

  it("name a file that can't be read", async () => {
    const { run, config } = computer({ env: {} });
    await mkdir(config);
    await writeFile(path.join(config, "profiles.json"), "{");
    const { exitCode, stderr } = await run("whoami");
    expect(exitCode).toBe(EXIT.FAILED);
    expect(stderr).toContain("profiles.json can't be read");
  });

  it.each([
    [{ platform: "linux", env: {} }, "/home/ada/.config/sundial"],
    [{ platform: "linux", env: { XDG_CONFIG_HOME: "/xdg" } }, "/xdg/sundial"],
    [{ platform: "darwin", env: {} }, "/home/ada/Library/Application Support/sundial"],
    [{ platform: "win32", env: { APPDATA: "C:\\Data" } }, "C:\\Data\\sundial"],
    [{ platform: "linux", env: { SUNDIAL_CONFIG_DIR: "/here" } }, "/here"],
  ] as const)("are where %j keeps settings", (world, folder) => {
    expect(configFolder({ home: "/home/ada", ...world })).toBe(folder);
  });
});
