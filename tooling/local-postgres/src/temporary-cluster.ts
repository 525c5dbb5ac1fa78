import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCluster } from "./cluster.ts";
import { stopServer } from "./server.ts";

/**
 * A local server's folders for one test file; nothing has started yet. The path contains a space,
 * as people's folders do.
 */
export async function temporaryCluster() {
  const folder = await mkdtemp(join(tmpdir(), "sundial test "));
  // Root's server runs as another user, who must be able to enter.
  await chmod(folder, 0o711);
  const cluster = await openCluster({ home: join(folder, "home") });
  return {
    cluster,
    remove: async () => {
      await stopServer(cluster);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
