import type { WrittenKind } from "../engine/written.ts";
import type { PoolMapping } from "./mapping.ts";

/** Everything the transformation depends on besides the row. */
export interface PoolTransform {
  runId: string;
  entities: { name: string; kind: WrittenKind }[];
  poolId: string;
  /** The time of rows that have none. ISO 8601 in UTC. */
  startedAt: string;
  mapping: PoolMapping;
}
