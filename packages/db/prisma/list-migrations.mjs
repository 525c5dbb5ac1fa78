/** Records the migrations of this build, because a bundle doesn't contain their folder. */
import { readdirSync, writeFileSync } from "node:fs";

const entries = readdirSync(new URL("migrations", import.meta.url), { withFileTypes: true });
const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
writeFileSync(
  new URL("../src/generated/migrations.ts", import.meta.url),
  `export const migrations: readonly string[] = ${JSON.stringify(names.sort(), null, 2)};\n`,
);
