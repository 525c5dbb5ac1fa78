import { availableParallelism, cpus } from "node:os";
import { measureBookings } from "./bookings.ts";
import { measureDirectory } from "./directory.ts";
import { measureEnumeration } from "./enumeration.ts";
import { measureIdentity } from "./identity.ts";
import { measureMigrate, measureMigrateMillion } from "./migrate.ts";
import { measureMigrateCognito, measureMigrateCognitoMillion } from "./migrate-cognito.ts";
import { measureMigrateProgram } from "./migrate-program.ts";
import { measureMigrateVendors } from "./migrate-vendors.ts";
import type { BenchmarkName } from "./names.ts";
import { measureScale } from "./scale.ts";
import { measureSerialize } from "./serialize.ts";
import { measureSlotEngine } from "./slot-engine.ts";

const measures: Record<BenchmarkName, () => Promise<void>> = {
  slots: measureSlotEngine,
  serialize: measureSerialize,
  bookings: measureBookings,
  directory: measureDirectory,
  identity: measureIdentity,
  enumeration: measureEnumeration,
  scale: measureScale,
  migrate: measureMigrate,
  "migrate-cognito": measureMigrateCognito,
  "migrate-vendors": measureMigrateVendors,
  "migrate-program": measureMigrateProgram,
  "migrate-million": measureMigrateMillion,
  "migrate-cognito-million": measureMigrateCognitoMillion,
};

console.info(
  `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.version}`,
);
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.includes(name)) await measure();
}
