import { CopyField } from "~/components/copy-field";

/** A signing secret, shown once. */
export function SecretField({ secret }: { secret: string }) {
  return (
    <div className="grid gap-4 rounded-card border border-good p-4">
      <CopyField
        action="Copy secret"
        hint="Copy it now. You won't see it again. The receiver needs it to verify that deliveries are from Sundial."
        id="signing-secret"
        key={secret}
        label="The signing secret"
        value={secret}
      />
    </div>
  );
}
