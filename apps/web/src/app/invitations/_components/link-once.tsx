import { CopyField } from "~/components/copy-field";

/** The link of an invitation, where nobody gets emails. It is shown once. */
export function LinkOnce({ email, link }: { email: string; link: string }) {
  return (
    <div className="grid gap-4 rounded-card border border-good p-4">
      <CopyField
        action="Copy link"
        hint="Sundial sends no emails here. Copy the link now and pass it on: you won't see it again, and anyone who has it can use it once."
        id={`link-${email}`}
        key={link}
        label={`The link for ${email}`}
        value={link}
      />
    </div>
  );
}
