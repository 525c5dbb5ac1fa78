import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { printContract } from "./print-contract.ts";

// Builds what is published: one file of code and one of types, without anything of the server's.

const root = path.join(import.meta.dirname, "..");
const inRoot = (...parts: string[]) => path.join(root, ...parts);
const contract = inRoot("src/contract.ts");
const external = [/^@trpc\//];

rmSync(inRoot("dist"), { recursive: true, force: true });
mkdirSync(inRoot("dist"));

await build({
  entryPoints: [inRoot("src/index.ts")],
  outfile: inRoot("dist/index.js"),
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  external: ["@trpc/*"],
});

const written = inRoot("dist/contract.d.ts");
writeFileSync(written, printContract(contract));
const types = await rollup({
  input: inRoot("src/index.ts"),
  external,
  plugins: [
    {
      name: "written-contract",
      resolveId: (id) => (id === "./contract.ts" ? written : null),
    },
    dts({ tsconfig: inRoot("tsconfig.json") }),
  ],
});
await types.write({ file: inRoot("dist/index.d.ts"), format: "es" });
rmSync(written);

for (const name of ["dist/index.js", "dist/index.d.ts"]) {
  const file = readFileSync(inRoot(name));
  const size = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  process.stdout.write(`${name}  ${size(file.length)}, ${size(gzipSync(file).length)} gzipped\n`);
}
