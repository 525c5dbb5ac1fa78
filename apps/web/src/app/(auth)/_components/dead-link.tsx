import type { ReactNode } from "react";
import { Alert } from "~/components/ui/alert";

/** Says that the link of an email opens nothing (any more), and what to do instead. */
export function DeadLink({ children }: { children: ReactNode }) {
  return (
    <Alert title="This link no longer works" tone="bad">
      <p>{children}</p>
    </Alert>
  );
}
