import type { RouterOutputs } from "@sundial/api";
import { CopyField } from "~/components/copy-field";

/** A new key, shown once. */
export function KeyOnce({ account }: { account: RouterOutputs["serviceAccount"]["create"] }) {
  return (
    <div className="grid gap-4 rounded-card border border-good p-4">
      <CopyField
        action="Copy key"
        hint="Copy it now. You won't see it again. Any program that has it can use this account."
        id="new-service-key"
        key={account.key}
        label={`The key of “${account.name}”`}
        value={account.key}
      />
    </div>
  );
}
