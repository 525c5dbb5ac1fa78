import type { api } from "~/trpc/client";

/** After a row's next step, when its button is gone: the list is read again, and has the focus. */
export function leaveRow(cache: ReturnType<typeof api.useUtils>) {
  document.getElementById("list")?.focus();
  void cache.stuck.invalidate();
}
