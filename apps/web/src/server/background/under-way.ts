// The server in front and the app are two copies of this module in one process.
declare global {
  var sundialUnderWay: Set<Promise<void>> | undefined;
}
globalThis.sundialUnderWay ??= new Set();

/** Rounds of background tasks in progress. */
export const underWay = globalThis.sundialUnderWay;
