import { ensureTemplate } from "./template-database.ts";
import { dropAbandonedDatabases } from "./test-database.ts";

/** For `globalSetup` in a vitest config: prepares what {@link createTestDatabase} needs, once. */
export default async function setup() {
  await dropAbandonedDatabases();
  await ensureTemplate();
}
