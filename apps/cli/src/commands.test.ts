import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands/index.ts";
import { EXIT } from "./exit-codes.ts";
import { computer, Refused, serverOf, TOKEN, URL_OF_SUNDIAL } from "./testing/world.ts";

const ME = {
  kind: "user",
  id: "1",
  name: "Ada",
  role: "mentee",
  permissions: ["session:read"],
  expiresAt: new Date("2027-03-20T12:00:00Z"),
};
const START = new Date("2027-03-01T10:00:00Z");

const person = (index: number) => ({
  id: `p${index}`,
  name: `Person ${index}`,
  email: `p${index}@example.org`,
  role: "mentee",
  status: "active",
  lastLoginAt: START,
  version: 1,
});

/** People in pages of two. */
const pagesOf = (count: number) => (input: unknown) => {
  const cursor = Number(Reflect.get(Object(input), "cursor") ?? 0);
  const items = [cursor, cursor + 1].filter((index) => index < count).map(person);
  return { items, nextCursor: cursor + 2 < count ? String(cursor + 2) : null };
};

describe("what commands print", () => {
  const fetch = serverOf({ "member.list": pagesOf(3), "account.whoami": () => ME });

  it("is a table that names its zone", async () => {
    const { exitCode, stdout, stderr } = await computer({ fetch }).run("people list");
    expect(exitCode).toBe(EXIT.OK);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^ID +NAME +EMAIL +ROLE +STATUS +LASTSIGNIN$/);
    expect(lines[1]).toMatch(/^p0 +Person 0 +p0@example\.org +mentee +active +.*2027.*11:00/);
    expect(stderr).toBe("Times are in Europe/Berlin.\n");
  });

  it("is JSON for programs, as an array or line by line", async () => {
    const { run } = computer({ fetch });
    const { stdout, stderr } = await run("people list --json");
    expect(JSON.parse(stdout)).toMatchObject([{ id: "p0" }, { id: "p1" }, { id: "p2" }]);
    expect(stderr).toBe("");
    const lines = (await run("people list --limit 2 --jsonl")).stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).lastLoginAt)).toEqual(
      Array(2).fill(START.toISOString()),
    );
    expect((await run("people list --json --jsonl")).exitCode).toBe(EXIT.USAGE);
  });

  it("says nothing but the result with --quiet", async () => {
    const { stderr } = await computer({ fetch }).run("people list --limit 1 --quiet");
    expect(stderr).toBe("");
  });

  it("doesn't let a name steer the terminal", async () => {
    const evil = { ...person(0), name: "\u001B[31mred\nnext\u202Eline" };
    const hostile = serverOf({ "member.list": () => ({ items: [evil], nextCursor: null }) });
    const { stdout } = await computer({ fetch: hostile }).run("people list");
    expect(stdout).toContain("\uFFFD[31mred next\uFFFDline");
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("exit codes", () => {
  it.each([
    [400, "INVALID_INPUT", EXIT.USAGE],
    [401, "UNAUTHORIZED", EXIT.NOT_SIGNED_IN],
    [403, "FORBIDDEN", EXIT.NOT_ALLOWED],
    [404, "NOT_FOUND", EXIT.NOT_FOUND],
    [409, "SLOT_TAKEN", EXIT.CONFLICT],
    [409, "A_NEW_CODE", EXIT.CONFLICT],
    [422, "SLOT_NOT_OFFERED", EXIT.CONFLICT],
    [500, "INTERNAL", EXIT.SERVER_ERROR],
    [503, "OUTCOME_UNKNOWN", EXIT.UNCERTAIN],
  ])("tell a %i %s apart", async (status, code, exitCode) => {
    const details = code.startsWith("SLOT")
      ? { reasons: [], alternatives: [START] }
      : code === "INVALID_INPUT"
        ? [{ path: ["name"], message: "Too long" }]
        : null;
    const fetch = serverOf({
      "account.update": () => {
        throw new Refused(status, code, details);
      },
    });
    const { run } = computer({ fetch });
    const answer = await run("call account.update --input {}");
    expect(answer.stderr).toContain(`(${code})`);
    expect(answer.exitCode).toBe(exitCode);
    expect(answer.stderr).not.toMatch(/\n +at /);
    const asJson = await run("call account.update --input {} --json");
    expect(JSON.parse(asJson.stderr)).toMatchObject({ code });
    if (code.startsWith("SLOT")) expect(answer.stderr).toContain(START.toISOString());
    if (code === "INVALID_INPUT") expect(answer.stderr).toContain("name: Too long");
  });

  it("tell a proxy's page and a server that is away apart, and a stack only comes with --debug", async () => {
    const page = () => new Response("<html>", { headers: { "content-type": "text/html" } });
    const proxied = await computer({ fetch: async () => page() }).run("call account.update");
    expect(proxied).toMatchObject({ exitCode: EXIT.SERVER_ERROR });
    expect(proxied.stderr).toContain("text/html, which isn't Sundial's API");
    const away = await computer().run("call account.update");
    expect(away).toMatchObject({ exitCode: EXIT.UNREACHABLE });
    expect(away.stderr).not.toContain("    at ");
    expect((await computer().run("call account.update --debug")).stderr).toContain("    at ");
  });

  it.each([
    ["nonsense", "an unknown command"],
    ["people list --nonsense", "an unknown option"],
    ["people list --role king", "an impossible choice"],
    ["people list --limit 0", "a number out of range"],
    ["sessions show", "a missing argument"],
    ["sessions book x", "a missing option"],
    ["sessions reschedule x --at tomorrow", "an unreadable time"],
    ["call nothing.there", "an unknown procedure"],
    ["call account.update --input {", "input that isn't JSON"],
  ])("are 2 for %s, %s", async (line) => {
    const session = { id: "x", version: 1, startsAt: START, mentor: ME, mentee: ME };
    const fetch = serverOf({ "officeSession.byId": () => session, "mentor.byId": () => ME });
    const { exitCode, stderr } = await computer({ fetch }).run(line);
    expect(exitCode).toBe(EXIT.USAGE);
    expect(stderr).not.toBe("");
  });

  it("is 130 after Ctrl-C, at once", async () => {
    const abort = new AbortController();
    const fetch: typeof globalThis.fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        abort.abort();
      });
    const { exitCode, stderr } = await computer({ fetch, signal: abort.signal }).run("whoami");
    expect(exitCode).toBe(EXIT.CANCELLED);
    expect(stderr).toBe("sundial: Cancelled. (CANCELLED)\n");
  });
});

describe("what can't be undone", () => {
  const changes: unknown[] = [];
  const fetch = serverOf({
    "member.byId": () => ({ ...person(1), futureSessionCount: 3 }),
    "member.changeStatus": (input) => {
      changes.push(input);
      return input;
    },
  });
  const line = ["people", "suspend", "p1", "--reason", "Left the program"];

  it("is asked first, and happens only after yes", async () => {
    const { run } = computer({ fetch });
    const asked = await run(line, { typed: "n\n" });
    expect(asked.stderr).toContain("Suspend Person 1? Their upcoming sessions (3) are cancelled");
    expect(asked.exitCode).toBe(EXIT.CANCELLED);
    expect(changes).toEqual([]);
    expect((await run(line, { typed: "y\n" })).exitCode).toBe(EXIT.OK);
    expect(changes).toMatchObject([{ id: "p1", status: "suspended", reason: "Left the program" }]);
  });

  it("needs --yes where nobody can answer", async () => {
    const { run } = computer({ fetch });
    const refused = await run(line);
    expect(refused.exitCode).toBe(EXIT.USAGE);
    expect(refused.stderr).toContain("--yes");
    expect((await run([...line, "--yes"])).exitCode).toBe(EXIT.OK);
  });
});

describe("exports", () => {
  it("write every page to a file of one's own, with harmless cells", async () => {
    const hostile = (input: unknown) => {
      const page = pagesOf(5)(input);
      return { ...page, items: page.items.map((item) => ({ ...item, name: '=HYPER("x")' })) };
    };
    const { run, folder } = computer({ fetch: serverOf({ "member.list": hostile }) });
    const file = path.join(folder, "people.csv");
    const { exitCode, stderr } = await run(["people", "export", "--output", file]);
    expect(exitCode).toBe(EXIT.OK);
    expect(stderr).toBe(`2 people …\n4 people …\n5 people …\nWrote 5 people to ${file}.\n`);
    const lines = (await readFile(file, "utf8")).split("\r\n");
    expect(lines).toHaveLength(7);
    expect(lines[1]).toBe(
      `p0,"'=HYPER(""x"")",p0@example.org,mentee,active,2027-03-01T10:00:00.000Z`,
    );
    expect((await stat(file)).mode & 0o077).toBe(0);
    const printed = await run("people export --output - --quiet");
    expect(printed.stdout.trimEnd().split("\n")).toHaveLength(5);
    expect(printed.stderr).toBe("");
  });

  it("wait as long as the server asks for", async () => {
    let refusals = 1;
    const fetch = serverOf({
      "member.list": (input) => {
        if (refusals-- > 0) throw new Refused(429, "TOO_MANY_REQUESTS", { retryAfter: 31 });
        return pagesOf(1)(input);
      },
    });
    // Longer than a call may take: the wait is the export's own.
    const abort = new AbortController();
    const onStderr = (text: string) => text.includes("asks to wait") && abort.abort();
    const { run } = computer({ fetch, signal: abort.signal, onStderr });
    const { exitCode, stderr } = await run("people export --output -");
    expect(stderr).toContain("The server asks to wait 31 seconds");
    expect(exitCode).toBe(EXIT.CANCELLED);
  });

  it.each([
    ["a failure", EXIT.SERVER_ERROR],
    ["Ctrl-C", EXIT.CANCELLED],
  ])("leave no half file after %s, and the earlier file as it was", async (how, code) => {
    const abort = new AbortController();
    let pages = 0;
    const fetch = serverOf({
      "member.list": (input) => {
        pages++;
        if (pages > 1 && how === "a failure") throw new Refused(500, "INTERNAL", null);
        if (pages > 1) abort.abort();
        return pagesOf(9)(input);
      },
    });
    const { run, folder } = computer({ fetch, signal: abort.signal });
    const out = path.join(folder, "out");
    await mkdir(out);
    await writeFile(path.join(out, "people.jsonl"), "before");
    const file = path.join(out, "people.jsonl");
    const { exitCode } = await run(["people", "export", "--output", file]);
    expect(exitCode).toBe(code);
    expect(await readdir(out)).toEqual(["people.jsonl"]);
    expect(await readFile(file, "utf8")).toBe("before");
  });

  it("say which file can't be written", async () => {
    const { run, folder } = computer({ fetch: serverOf({ "member.list": pagesOf(1) }) });
    const file = path.join(folder, "no", "such", "people.csv");
    const { exitCode, stderr } = await run(["people", "export", "--output", file]);
    expect(exitCode).toBe(EXIT.FAILED);
    expect(stderr).toContain("ENOENT");
  });
});

describe("booking", () => {
  const mentor = { ...ME, name: "Amara Okafor", nextSlot: START, durations: [30, 60] };
  const booked: unknown[] = [];
  const fetch = serverOf({
    "mentor.list": () => ({ items: [mentor, { ...mentor, id: "2", name: "Amara Okaforson" }] }),
    "mentor.byId": () => mentor,
    "officeSession.book": (input) => {
      booked.push(input);
      return { ...Object(input), id: "s", status: "scheduled", mentor, mentee: ME };
    },
  });

  it("finds a mentor by name and takes the first open time", async () => {
    const line = ["sessions", "book", "amara okafor", "--topic", "Careers"];
    const { exitCode, stderr } = await computer({ fetch }).run(line);
    expect(stderr).toMatch(/^Booked Amara Okafor on .*11:00.* \(Europe\/Berlin\)/);
    expect(exitCode).toBe(EXIT.OK);
    expect(booked).toMatchObject([
      { mentorId: "1", startsAt: START, durationMinutes: 30, topic: "Careers" },
    ]);
  });
});

it("sends instants in the input of a call as instants", async () => {
  const inputs: unknown[] = [];
  const fetch = serverOf({ "availability.explain": (input) => inputs.push(input) });
  const { run, folder } = computer({ fetch });
  const json = '{"startsAt": "2027-03-01T11:00:00+01:00", "note": "2027"}';
  await writeFile(path.join(folder, "input.json"), json);
  await run(["call", "availability.explain", "--input", json]);
  await run(["call", "availability.explain", "--input", "-"], { input: json });
  await run(["call", "availability.explain", "--input", `@${path.join(folder, "input.json")}`]);
  expect(inputs).toEqual(Array(3).fill({ startsAt: START, note: "2027" }));
});

describe("help", () => {
  it.each(COMMANDS.map(({ name, examples }) => ({ name, examples })))(
    "of $name has its examples, which name the command",
    async ({ name, examples }) => {
      const { exitCode, stdout } = await computer().run(`${name} --help`);
      expect(exitCode).toBe(EXIT.OK);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(example).toMatch(new RegExp(`^sundial ${name}\\b`));
        expect(stdout).toContain(example);
      }
    },
  );

  it("lists every exit code", async () => {
    const { stdout, exitCode } = await computer().run([]);
    for (const code of Object.values(EXIT)) expect(stdout).toMatch(new RegExp(`^ +${code} `, "m"));
    expect(exitCode).toBe(EXIT.OK);
  });
});

it("never prints the token", async () => {
  const { run } = computer({ fetch: serverOf({ "account.whoami": () => ME }) });
  for (const line of ["whoami", "whoami --json", "doctor", "doctor --json", "profile list"]) {
    const { stdout, stderr } = await run(line);
    expect(stdout + stderr).not.toContain(TOKEN);
  }
  expect((await run("whoami")).stdout).toContain(URL_OF_SUNDIAL);
});
