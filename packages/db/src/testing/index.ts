export { startFaultyProxy } from "./faulty-proxy.ts";
export { isSomeoneWaiting } from "./lock-waits.ts";
export { measureReads, type TableReads } from "./measure-reads.ts";
export { startNeonProxy, useNeonProxy } from "./neon-proxy.ts";
export { createTestDatabase } from "./test-database.ts";
export { testDb } from "./test-db.ts";
