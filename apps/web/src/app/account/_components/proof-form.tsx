"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type IdentityProofInput, identityProofInput } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { SignInAgain } from "~/components/own-password";
import { Button } from "~/components/ui/button";
import { DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { PasswordField, TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

interface ProofFormProps {
  submit: string;
  isPending: boolean;
  isDanger?: boolean;
  send: (proof: IdentityProofInput) => Promise<void>;
  onClose: () => void;
}

/** Asks for what this person owes to prove that it's them. */
export function ProofForm({ submit, isPending, isDanger, send, onClose }: ProofFormProps) {
  const [{ proof }] = api.signInMethod.list.useSuspenseQuery();
  const cache = api.useUtils();
  const owesPassword = proof === "password" || proof === "passwordAndCode";
  const form = useForm({
    resolver: zodResolver(identityProofInput),
    defaultValues: {
      password: owesPassword ? "" : undefined,
      code: proof === "passwordAndCode" ? "" : undefined,
    },
  });
  async function submitProof(given: IdentityProofInput) {
    try {
      await send(given);
    } catch (error) {
      showFormError(form, error, {
        INVALID_CREDENTIALS: "password",
        INVALID_CODE: "code",
        SECOND_FACTOR_REQUIRED: "code",
      });
      // The sign-in may no longer be recent: the form then asks for more.
      await cache.signInMethod.list.invalidate();
    }
  }
  if (proof === "recentSignIn") return <SignInAgain />;
  return (
    <Form className="grid gap-5" onSubmit={form.handleSubmit(submitProof)}>
      {owesPassword ? <PasswordField form={form} name="password" /> : null}
      {proof === "passwordAndCode" ? (
        <TextField
          autoComplete="one-time-code"
          form={form}
          hint="The 6-digit code from your authenticator app, or a recovery code."
          label="Code"
          name="code"
          spellCheck={false}
        />
      ) : null}
      <FormError form={form} />
      <DialogActions>
        <Button onClick={onClose} variant="secondary">
          Cancel
        </Button>
        <SubmitButton disabled={isPending} variant={isDanger ? "danger" : undefined}>
          {isPending ? "One moment…" : submit}
        </SubmitButton>
      </DialogActions>
    </Form>
  );
}
