import type { ReactNode } from "react";
import { Alert } from "~/components/ui/alert";

/** Explains that an email's link no longer works, and what to do instead. */
export function DeadLink({ children }: { children: ReactNode }) {
  return (
    <Alert title="This link no longer works" tone="bad">
      <p>{children}</p>
    </Alert>
  );
}
