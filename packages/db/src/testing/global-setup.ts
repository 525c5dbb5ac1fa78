import { ensureTemplate } from "./template-database.ts";
import { dropAbandonedDatabases } from "./test-database.ts";

/** For `globalSetup` in a vitest config: what {@link createTestDatabase} needs, made once. */
export default async function setup() {
  await dropAbandonedDatabases();
  await ensureTemplate();
}
