"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { AppRouter } from "@sundial/api";
import { type RemoveSecondFactorInput, removeSecondFactorInput } from "@sundial/validators";
import type { TRPCClientErrorLike } from "@trpc/client";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { toWireError } from "~/lib/form-errors";
import { showWrongCode } from "./show-wrong-code";
import { showWrongPassword } from "./show-wrong-password";

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

/** Asks for password and code before what guards the account is changed. */
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
    defaultValues: { password: "", code: "" },
  });
  const { errors } = form.formState;

  function onError(error: TRPCClientErrorLike<AppRouter>) {
    const wire = toWireError(error);
    if (showWrongPassword(form, wire, "password") || showWrongCode(form, wire, "code")) return;
    form.setError("root", { message: wire.error });
  }

  return (
    <Form
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) =>
        mutation.mutate(input, { onSuccess: onClose, onError }),
      )}
    >
      <TextField
        autoComplete="current-password"
        form={form}
        label="Your password"
        name="password"
        type="password"
      />
      <TextField
        autoComplete="one-time-code"
        form={form}
        hint="The 6-digit code from your authenticator app, or a recovery code."
        label="Code"
        name="code"
        spellCheck={false}
      />
      {errors.root ? <Alert title={errors.root.message} tone="bad" /> : null}
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
