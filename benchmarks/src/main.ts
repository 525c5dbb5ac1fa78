import { availableParallelism, cpus } from "node:os";
import { measureBookings } from "./bookings.ts";
import { measureDirectory } from "./directory.ts";
import { measureEnumeration } from "./enumeration.ts";
import { measureIdentity } from "./identity.ts";
import { measureMigrate, measureMigrateMillion } from "./migrate.ts";
import { measureMigrateCognito, measureMigrateCognitoMillion } from "./migrate-cognito.ts";
import { measureScale } from "./scale.ts";
import { measureSerialize } from "./serialize.ts";
import { measureSlotEngine } from "./slot-engine.ts";

const benchmarks = {
  slots: measureSlotEngine,
  serialize: measureSerialize,
  bookings: measureBookings,
  directory: measureDirectory,
  identity: measureIdentity,
  enumeration: measureEnumeration,
  scale: measureScale,
  migrate: measureMigrate,
  "migrate-cognito": measureMigrateCognito,
};
/** Takes long or much room, so it is measured when named. */
const onDemand = {
  "migrate-million": measureMigrateMillion,
  "migrate-cognito-million": measureMigrateCognitoMillion,
};

const wanted = process.argv.slice(2);
console.info(
  `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.version}`,
);
for (const [name, measure] of Object.entries(benchmarks)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
for (const [name, measure] of Object.entries(onDemand)) {
  if (wanted.includes(name)) await measure();
}
