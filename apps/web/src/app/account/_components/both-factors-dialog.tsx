"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { AppRouter } from "@sundial/api";
import { type RemoveSecondFactorInput, removeSecondFactorInput } from "@sundial/validators";
import type { TRPCClientErrorLike } from "@trpc/client";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { OwnPasswordField, useOwnPassword } from "~/components/own-password";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";

interface BothFactorsDialogProps {
  trigger: string;
  title: string;
  description: string;
  submit: string;
  isDanger?: boolean;
  mutation: {
    isPending: boolean;
    mutate: (
      input: RemoveSecondFactorInput,
      options: { onSuccess: () => void; onError: (error: TRPCClientErrorLike<AppRouter>) => void },
    ) => void;
  };
}

/** Requires password and code before a change to the account's security. */
export function BothFactorsDialog({ trigger, isDanger, ...dialog }: BothFactorsDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      description={dialog.description}
      onOpenChange={setOpen}
      open={open}
      title={dialog.title}
      trigger={<Button variant={isDanger ? "danger" : "secondary"}>{trigger}</Button>}
    >
      <BothFactorsForm isDanger={isDanger} onClose={() => setOpen(false)} {...dialog} />
    </Dialog>
  );
}

function BothFactorsForm({
  mutation,
  submit,
  isDanger,
  onClose,
}: Pick<BothFactorsDialogProps, "mutation" | "submit" | "isDanger"> & { onClose: () => void }) {
  const form = useForm({
    resolver: zodResolver(removeSecondFactorInput),
    defaultValues: { password: useOwnPassword(), code: "" },
  });

  function onError(error: TRPCClientErrorLike<AppRouter>) {
    showFormError(form, error, { INVALID_CREDENTIALS: "password", INVALID_CODE: "code" });
  }

  return (
    <Form
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) =>
        mutation.mutate(input, { onSuccess: onClose, onError }),
      )}
    >
      <OwnPasswordField form={form} name="password" />
      <TextField
        autoComplete="one-time-code"
        form={form}
        hint="The 6-digit code from your authenticator app, or a recovery code."
        label="Code"
        name="code"
        spellCheck={false}
      />
      <FormError form={form} />
      <DialogActions>
        <Button onClick={onClose} variant="secondary">
          Cancel
        </Button>
        <SubmitButton disabled={mutation.isPending} variant={isDanger ? "danger" : undefined}>
          {mutation.isPending ? "One moment…" : submit}
        </SubmitButton>
      </DialogActions>
    </Form>
  );
}
