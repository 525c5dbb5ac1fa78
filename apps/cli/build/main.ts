import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { constants } from "./constants.ts";

// Builds what is published: one file with everything inside, and the man page.

const root = path.join(import.meta.dirname, "..");
const inRoot = (...parts: string[]) => path.join(root, ...parts);
const define = constants();

rmSync(inRoot("dist"), { recursive: true, force: true });
mkdirSync(inRoot("dist/man"), { recursive: true });

const shared = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  define,
} as const;
const { metafile } = await build({
  ...shared,
  entryPoints: [inRoot("src/main.ts")],
  outfile: inRoot("dist/sundial.js"),
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
  banner: {
    // Commander is CommonJS and requires Node's modules.
    js: `#!/usr/bin/env node
import { createRequire as sundialRequire } from "node:module";
const require = sundialRequire(import.meta.url);`,
  },
});
chmodSync(inRoot("dist/sundial.js"), 0o755);

const manual = await build({
  ...shared,
  entryPoints: [inRoot("src/man-page.ts")],
  outdir: inRoot("dist"),
  write: false,
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});
const built = inRoot("dist/man-page.js");
writeFileSync(built, manual.outputFiles[0]?.text ?? "");
const { manPage } = await import(built);
rmSync(built);
writeFileSync(inRoot("dist/man/sundial.1"), manPage());

const { name, version, description, license, type, engines } = JSON.parse(
  readFileSync(inRoot("package.json"), "utf8"),
);
writeFileSync(
  inRoot("dist/package.json"),
  `${JSON.stringify(
    {
      name,
      version,
      description,
      license,
      type,
      engines,
      bin: { sundial: "sundial.js" },
      man: ["man/sundial.1"],
      files: ["sundial.js", "man", "LICENSES.txt"],
    },
    null,
    2,
  )}\n`,
);
copyFileSync(inRoot("README.md"), inRoot("dist/README.md"));
writeFileSync(inRoot("dist/LICENSES.txt"), licenses(Object.keys(metafile.inputs)));

for (const file of ["dist/sundial.js", "dist/man/sundial.1"]) {
  const bytes = readFileSync(inRoot(file));
  const size = (count: number) => `${(count / 1000).toFixed(1)} kB`;
  process.stdout.write(`${file}  ${size(bytes.length)}, ${size(gzipSync(bytes).length)} gzipped\n`);
}

/** The notices of the packages inside the file, as their licenses ask. */
function licenses(inputs: string[]): string {
  const folders = inputs.flatMap((input) => {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    return folder === undefined ? [] : [path.resolve(folder)];
  });
  const texts = [...new Set(folders)].map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(folder, "package.json"), "utf8"),
    );
    const file = ["LICENSE", "license", "LICENSE.md", "LICENSE.txt", "License"]
      .map((each) => path.join(folder, each))
      .find(existsSync);
    const text = file === undefined ? "" : readFileSync(file, "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return texts.sort().join(`\n${"-".repeat(80)}\n\n`);
}
