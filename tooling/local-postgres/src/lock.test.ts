import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sundial lock "));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("admits one holder at a time, within a process and across processes", async () => {
  const counter = join(folder, "counter");
  await writeFile(counter, "0");
  const others = Array.from({ length: 3 }, () => counting(20));
  const ours = Array.from({ length: 20 }, () =>
    withLock(join(folder, "lock"), async () => {
      const seen = Number(await readFile(counter, "utf8"));
      await setImmediate();
      await writeFile(counter, String(seen + 1));
    }),
  );
  await Promise.all([...ours, ...others]);
  expect(await readFile(counter, "utf8")).toBe("80");
});

test("is released after an error", async () => {
  const failing = withLock(folder, () => Promise.reject(new Error("inside")));
  await expect(failing).rejects.toThrow("inside");
  expect(await withLock(folder, async () => "got it")).toBe("got it");
});

test("is released when its holder dies", async () => {
  const holder = node(
    `await withLock(folder, () => { console.log("held"); return new Promise(() => setInterval(() => {}, 1000)); });`,
    folder,
  );
  await once(holder.stdout, "data");
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await withLock(folder, async () => "got it")).toBe("got it");
});

test("is released when another process has its holder's pid", async () => {
  await writeFile(join(folder, "7"), `${process.pid} long ago`);
  expect(await withLock(folder, async () => "got it")).toBe("got it");
});

async function counting(times: number) {
  const child = node(
    `
    for (let i = 0; i < ${times}; i += 1) {
      await withLock(folder + "/lock", async () => {
        const seen = Number(readFileSync(folder + "/counter", "utf8"));
        await new Promise((done) => setImmediate(done));
        writeFileSync(folder + "/counter", String(seen + 1));
      });
    }`,
    folder,
  );
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
}

function node(body: string, argument: string) {
  const script = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { withLock } from ${JSON.stringify(new URL("./lock.ts", import.meta.url))};
    const folder = process.argv[1];
    ${body}`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", script, argument];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}
