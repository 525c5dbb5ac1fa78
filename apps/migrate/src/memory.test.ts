import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { commandIn } from "./testing/command.ts";
import { moveCase } from "./testing/move-case.ts";
import { ordinaryUsers } from "./testing/ordinary-users.ts";
import { SUPABASE_MAPPING } from "./testing/supabase-schema.ts";

vi.setConfig({ testTimeout: 180_000 });

const folder = await mkdtemp(join(tmpdir(), "sundial-migrate-"));
afterAll(() => rm(folder, { recursive: true }));
await writeFile(join(folder, "mapping.json"), JSON.stringify(SUPABASE_MAPPING));
const migrate = commandIn(folder);

/** A command's peak memory in MiB, as Linux counts it. */
async function peakOf({ child, ended }: ReturnType<typeof migrate>) {
  let peak = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 20);
  const { code, output } = await ended;
  clearInterval(watch);
  expect(output).toContain("unaccounted");
  expect(code).toBe(0);
  return peak;
}

// A benchmark measures the rate; it isn't asserted here.
test.skipIf(process.platform !== "linux")(
  "migrating thirty times as many users takes no more memory",
  async () => {
    const peaks: number[] = [];
    for (const users of [1_000, 30_000]) {
      const moving = await moveCase(ordinaryUsers(users));
      onTestFinished(moving.end);
      peaks.push(await peakOf(migrate(moving, "supabase", "--mapping", "mapping.json", "--apply")));
    }
    const [few = 0, many = 0] = peaks;
    // The additional rows alone take some 50 MiB.
    expect(many - few).toBeLessThan(40);
    expect(many).toBeLessThan(300);
  },
);
