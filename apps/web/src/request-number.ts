import { AsyncLocalStorage } from "node:async_hooks";

// The door and the app are built apart; what they share lives outside of either's modules.
declare global {
  var sundialRequestNumber: AsyncLocalStorage<string> | undefined;
}

/** The number of the request that is being answered, for everything that is logged meanwhile. */
export function requestNumber(): AsyncLocalStorage<string> {
  globalThis.sundialRequestNumber ??= new AsyncLocalStorage();
  return globalThis.sundialRequestNumber;
}
