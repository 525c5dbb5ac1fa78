import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { commandIn } from "../testing/command.ts";
import { database, place } from "../testing/people-case.ts";
import { csvFile } from "../testing/vendors/files.ts";
import { keycloakVendor } from "../testing/vendors/keycloak.ts";
import { ordinaryPerson, type Vendor } from "../testing/vendors/vendor.ts";

vi.setConfig({ testTimeout: 240_000 });

/** A migration's peak memory in MiB, as Linux counts it. */
async function peakOf(vendor: Vendor, users: number) {
  const people = Array.from({ length: users }, (_, index) => ordinaryPerson(index + 1, true));
  const { args, folder } = await place(vendor.write(people));
  const mapping = join(folder, "mapping.json");
  await writeFile(mapping, JSON.stringify(vendor.mapping));
  const { url: toUrl } = await database();
  const migrate = commandIn(folder);
  const { child, ended } = migrate(
    { toUrl },
    vendor.kind,
    ...args,
    "--mapping",
    mapping,
    "--apply",
  );
  let peak = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 20);
  const { code } = await ended;
  clearInterval(watch);
  expect(code).toBe(0);
  return peak;
}

test.skipIf(process.platform !== "linux").each([
  ["CSV", csvFile],
  ["JSON", keycloakVendor],
])("reading thirty times as many people from %s takes no more memory", async (_name, vendor) => {
  const few = await peakOf(vendor, 1_000);
  const many = await peakOf(vendor, 30_000);
  // The additional rows are 5 MiB of CSV or 28 of JSON, and several times that as objects.
  expect(many - few).toBeLessThan(40);
  expect(many).toBeLessThan(320);
});
