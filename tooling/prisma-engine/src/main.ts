import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { connect, createDatabase, type EngineTarget } from "./adapter.ts";
import { engineVersion, startEngine } from "./engine.ts";
import { EngineError } from "./engine-error.ts";

/**
 * Does what the Prisma CLI expects of its native schema engine: `--version`, the two `cli`
 * commands, and otherwise JSON-RPC 2.0, one message per line, until stdin closes.
 *
 * @param args the command line without the program's name
 * @param parseUrl parses a connection URL by the product's rules, including when TLS is required;
 * its errors are shown as an invalid URL
 */
export async function main(args: string[], parseUrl: (url: string) => EngineTarget) {
  // The CLI reads our stderr as JSON log lines; a warning from Node or pg would break that.
  process.removeAllListeners("warning");
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      version: { type: "boolean" },
      datasource: { type: "string", default: "{}" },
      datamodels: { type: "string", multiple: true, default: [] },
      "enabled-preview-features": { type: "string" },
      "extension-types": { type: "string" },
    },
  });
  const { url = "" }: { url?: string } = JSON.parse(values.datasource);
  const command = positionals[1];
  const target = () => readTarget(url, parseUrl);

  if (values.version) process.stdout.write(`schema-engine-wasm ${await engineVersion()}\n`);
  else if (command === "can-connect-to-database") await report(async () => connect(target()));
  else if (command === "create-database") await report(async () => createDatabase(target()));
  else await serve(target, values.datamodels);
  process.exit();
}

function readTarget(url: string, parseUrl: (url: string) => EngineTarget) {
  try {
    return parseUrl(url);
  } catch (error) {
    throw new EngineError(error instanceof Error ? error.message : String(error), "P1013");
  }
}

/** The CLI skips the first line of stderr and then looks for a logged error. */
async function report(command: () => Promise<unknown>) {
  try {
    await command();
  } catch (error) {
    const { message, code } = describe(error);
    const fields = { is_panic: false, message, error_code: code };
    console.error(JSON.stringify({ level: "INFO", fields: { message: "schema-engine-wasm" } }));
    console.error(JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields }));
    process.exitCode = 1;
  }
}

async function serve(target: () => EngineTarget, datamodelFiles: string[]) {
  let engine: ReturnType<typeof startEngine> | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const request: { id: number; method?: string; params?: unknown } = JSON.parse(line);
    const { id, method, params } = request;
    if (!method) continue; // the answer to a `print` of ours
    try {
      engine ??= startEngine(target(), datamodelFiles);
      const run = await engine;
      const result = await run(method, params);
      // The CLI shows a diff when told to print it, not when it is the result.
      const content = method === "diff" && Object(result).stdout;
      if (content) send({ id: 0, method: "print", params: { content } });
      send({ id, result: result ?? {} });
    } catch (error) {
      const { message, code } = describe(error);
      const data = { is_panic: false, message, error_code: code, meta: null };
      send({ id, error: { code: 4466, message, data } });
    }
  }
}

function send(message: object) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function describe(error: unknown) {
  if (error instanceof EngineError) return error;
  return new EngineError(error instanceof Error ? error.message : String(error));
}
