import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Writable } from "node:stream";
import { deserialize, serialize } from "@sundial/validators/transformer";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../program.ts";
import type { World } from "../terminal.ts";

export const URL_OF_SUNDIAL = "https://sundial.example.org";
export const TOKEN = "sundial_pat_aaaa";

/** An error as Sundial answers it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details?: unknown,
  ) {
    super(`refused: ${code}`);
  }
}

type Procedures = Record<string, (input: unknown) => unknown>;
type Routes = Record<string, (request: Request) => Response | Promise<Response>>;

/** A server that answers procedures and other paths, without a network. */
export function serverOf(procedures: Procedures, routes: Routes = {}): typeof fetch {
  const answer = async (name: string, input: unknown) => {
    try {
      const procedure = procedures[name];
      if (procedure === undefined) throw new Refused(404, "NOT_FOUND");
      return { result: { data: serialize(await procedure(input)) }, status: 200 };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { message, code, details, status } = error;
      const isUnknown = procedures[name] === undefined;
      const said = isUnknown ? "This procedure doesn't exist." : message;
      const data = { error: said, code, details, httpStatus: status };
      return { error: serialize({ code: -32000, message: said, data }), status };
    }
  };
  return async (target, init) => {
    const request = new Request(target, init);
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    const route = routes[url.pathname];
    if (route) return route(request);
    const names = url.pathname.replace("/api/trpc/", "").split(",");
    const text = request.method === "GET" ? url.searchParams.get("input") : await request.text();
    const inputs: unknown = JSON.parse(text || "{}");
    const isBatch = url.searchParams.get("batch") === "1";
    const answers = await Promise.all(
      names.map((name, index) => {
        const envelope = isBatch ? Reflect.get(Object(inputs), String(index)) : inputs;
        return answer(name, envelope === undefined ? undefined : deserialize(envelope));
      }),
    );
    const bodies = answers.map(({ status: _, ...body }) => body);
    return Response.json(isBatch ? bodies : bodies[0], {
      status: Math.max(...answers.map(({ status }) => status)),
    });
  };
}

interface Setting extends Partial<Omit<World, "stdin" | "stdout" | "stderr">> {
  /** What is piped in. */
  input?: string;
  /** What the person types on a terminal; without it, there is none. */
  typed?: string;
  /** Sees what goes to stderr, as it happens. */
  onStderr?: (text: string) => void;
}

/** A person's computer: its settings stay between command lines. */
export function computer(base: Setting = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "sundial-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const signedIn = { SUNDIAL_URL: URL_OF_SUNDIAL, SUNDIAL_TOKEN: TOKEN };
  return {
    folder,
    config: path.join(folder, "config"),
    async run(line: string | string[], setting: Setting = {}) {
      const { input, typed, onStderr, ...world } = { ...base, ...setting };
      const [out, err] = [collector(), collector(onStderr)];
      const stdin = Object.assign(Readable.from([input ?? typed ?? ""]), {
        isTTY: typed !== undefined,
      });
      const exitCode = await runCommandLine(typeof line === "string" ? line.split(" ") : line, {
        platform: "linux",
        home: folder,
        hostname: "laptop",
        timeZone: "Europe/Berlin",
        now: () => new Date("2027-02-22T12:00:00Z"),
        fetch: () => Promise.reject(new TypeError("fetch failed")),
        signal: new AbortController().signal,
        ...world,
        env: { SUNDIAL_CONFIG_DIR: path.join(folder, "config"), ...(world.env ?? signedIn) },
        stdin,
        stdout: out.stream,
        stderr: Object.assign(err.stream, { isTTY: typed !== undefined }),
      });
      return { exitCode, stdout: out.text(), stderr: err.text() };
    },
  };
}

function collector(onText?: (text: string) => void) {
  const parts: string[] = [];
  const stream = new Writable({
    write(part, _encoding, done) {
      parts.push(String(part));
      onText?.(String(part));
      done();
    },
  });
  return { stream, text: () => parts.join("") };
}
