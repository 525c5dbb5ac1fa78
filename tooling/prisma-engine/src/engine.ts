import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ErrorRegistry,
} from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { createMigrationAdapterFactory, type EngineTarget } from "./adapter.ts";
import { EngineError } from "./engine-error.ts";

/** A Node global that the types for version 20 lack. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/**
 * Starts Prisma's schema engine on a database and returns a function that runs one of its RPC
 * methods.
 *
 * Errors: EngineError, here and from the returned function.
 *
 * @param datamodelFiles paths of the files of the Prisma schema
 */
export async function startEngine(target: EngineTarget, datamodelFiles: string[]) {
  const panicked = new Promise<never>((_, reject) => {
    const set_message = (message: string) => reject(new EngineError(message));
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } });
    // The trap after a panic surfaces outside the pending call, which never settles.
    process.on("uncaughtException", reject);
  });
  const factory = bindMigrationAwareSqlAdapterFactory(createMigrationAdapterFactory(target));
  const settle = <T>(work: Promise<T>) =>
    Promise.race([panicked, work]).catch((error: unknown) => {
      throw explain(error, factory.errorRegistry);
    });

  const { SchemaEngine } = await loadEngine();
  const files = datamodelFiles.map(
    async (file): Promise<[string, string]> => [file, await readFile(file, "utf8")],
  );
  const datamodels = files.length > 0 ? await Promise.all(files) : undefined;
  const log = (line: string) => process.stderr.write(line);
  const engine = await settle(SchemaEngine.new({ datamodels }, log, factory));

  async function run(method: string, params: unknown): Promise<unknown> {
    const implementation: unknown = Reflect.get(engine, method);
    if (typeof implementation !== "function") {
      throw new EngineError(`The schema engine doesn't support the method ${method}.`);
    }
    return settle((async () => Reflect.apply(implementation, engine, [params]))());
  }

  return async (method: string, params: unknown) => {
    // The WASM build evaluates and creates migrations only against a history it has replayed, and
    // the replay at the start of `migrate dev` may have been of a shorter one.
    if (method === "evaluateDataLoss") await run("devDiagnostic", params);
    return run(method, params);
  };
}

/** The commit of Prisma's engines that the WASM was built from. */
export async function engineVersion() {
  const { version } = await loadEngine();
  return version();
}

/**
 * Joins the two halves of the WASM package. Its own entry imports the `.wasm` file as a module,
 * which Node 20 can't do.
 */
async function loadEngine() {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": { ...glue },
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

function explain(error: unknown, registry: ErrorRegistry) {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;

  // An error from our adapter comes back as a number.
  const [reference = "", id = "-1"] = /External error id#(\d+)/.exec(text) ?? [];
  const cause = registry.consumeError(Number(id))?.error;
  if (cause instanceof EngineError) return cause;
  const message = text
    .replace(reference, cause instanceof Error ? cause.message : "")
    .replace("external connector error\n", "")
    // Without the engine's own call stack, the message is clear enough.
    .replace(/\n {3}0: [\s\S]*$/, "");

  // A failed script has no code of its own, and only that call stack names its migration.
  const [, migration] = /migration_name="(.+)"/.exec(text) ?? [];
  if (code || !migration) return new EngineError(message, code);
  return new EngineError(`Migration ${migration} failed to apply.\n\n${message}`, "P3018");
}
