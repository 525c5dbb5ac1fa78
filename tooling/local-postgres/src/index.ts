export type { Cluster } from "./cluster.ts";
export { childEnv } from "./env.ts";
export { processStart } from "./processes.ts";
export { startServer, stopServer } from "./server.ts";
export { temporaryCluster } from "./temporary-cluster.ts";
