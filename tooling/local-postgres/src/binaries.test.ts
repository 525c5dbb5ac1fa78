import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installedBinaries, linkLibraries, stagedBinaries } from "./binaries.ts";

test("restores library aliases that an install left out", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sundial binaries "));
  const native = join(folder, "native");
  try {
    await mkdir(join(native, "lib"), { recursive: true });
    await writeFile(join(native, "lib", "libreal.so.60.2"), "library");
    const links = [{ source: "native/lib/libreal.so.60.2", target: "native/lib/libreal.so.60" }];
    await writeFile(join(native, "pg-symlinks.json"), JSON.stringify(links));
    await linkLibraries(native);
    await linkLibraries(native);
    expect(await readFile(join(native, "lib", "libreal.so.60"), "utf8")).toBe("library");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("stages one copy per version, even when two processes do it at once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sundial staged "));
  try {
    const installed = await installedBinaries();
    const [one, two] = await Promise.all([
      stagedBinaries(folder, installed),
      stagedBinaries(folder, installed),
    ]);
    expect(one).toEqual(two);
    expect(one.version).toBe(installed.version);
    const share = await readFile(join(one.folder, "share", "postgresql", "postgres.bki"), "utf8");
    expect(share).toContain("postgresql");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
