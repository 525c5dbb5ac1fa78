"use client";

import { requiredProvider, type WireError } from "@sundial/validators";
import { ProviderButtons } from "./provider-buttons";
import { Alert } from "./ui/alert";

interface RefusalProps {
  refusal: WireError;
  /** Where to go after signing in. */
  next: string;
}

/** Why signing in was refused; with a button when the person's organization has its own provider. */
export function SignInRefusal({ refusal, next }: RefusalProps) {
  const required = requiredProvider.safeParse(refusal.details);
  if (refusal.code !== "PROVIDER_REQUIRED" || !required.success) {
    const tone = refusal.code === "EMAIL_NOT_VERIFIED" ? "info" : "bad";
    return <Alert title={refusal.error} tone={tone} />;
  }
  const { provider, name } = required.data;
  return (
    <Alert title={refusal.error}>
      <div className="mt-2 grid gap-3">
        <ProviderButtons next={next} providers={[{ id: provider, name }]} />
      </div>
    </Alert>
  );
}
