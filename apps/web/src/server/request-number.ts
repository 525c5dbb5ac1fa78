import { AsyncLocalStorage } from "node:async_hooks";

// The door and the app are bundled separately; what they share must be outside both.
declare global {
  var sundialRequestNumber: AsyncLocalStorage<string> | undefined;
}

/** The ID of the current request, for everything logged meanwhile. */
export function requestNumber(): AsyncLocalStorage<string> {
  globalThis.sundialRequestNumber ??= new AsyncLocalStorage();
  return globalThis.sundialRequestNumber;
}
