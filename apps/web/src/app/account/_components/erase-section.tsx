"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { eraseAccountInput } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { OwnPasswordField, useOwnPassword } from "~/components/own-password";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

export function EraseSection() {
  const [open, setOpen] = useState(false);
  return (
    <SectionCard
      lead="This can't be undone. Your upcoming sessions are cancelled, and your name and messages are removed from past ones."
      title="Delete your account"
    >
      <Dialog
        description="Download your data first if you want to keep a copy."
        onOpenChange={setOpen}
        open={open}
        title="Delete your account?"
        trigger={
          <Button className="justify-self-start" variant="danger">
            Delete my account
          </Button>
        }
      >
        <EraseForm onKeep={() => setOpen(false)} />
      </Dialog>
    </SectionCard>
  );
}

function EraseForm({ onKeep }: { onKeep: () => void }) {
  const [account] = api.account.me.useSuspenseQuery();
  const fields = eraseAccountInput.extend({
    address: z
      .string()
      .trim()
      .toLowerCase()
      .refine((typed) => typed === account.email, "Type your email address exactly as shown"),
  });
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { address: "", password: useOwnPassword() },
  });
  const erase = api.account.erase.useMutation({
    // A full load, so none of this person's data stays in memory.
    onSuccess: () => window.location.assign("/"),
    onError: (error) => showFormError(form, error, { INVALID_CREDENTIALS: "password" }),
  });
  return (
    <Form
      className="grid gap-5"
      onSubmit={form.handleSubmit(({ password }) => erase.mutate({ password }))}
    >
      <TextField
        autoComplete="off"
        form={form}
        hint={
          <>
            Type <span className="font-semibold">{account.email}</span>.
          </>
        }
        label="Your email address"
        name="address"
        type="email"
      />
      <OwnPasswordField form={form} name="password" />
      <FormError form={form} />
      <DialogActions>
        <Button onClick={onKeep} variant="secondary">
          Keep my account
        </Button>
        <SubmitButton disabled={erase.isPending || erase.isSuccess} variant="danger">
          {erase.isPending ? "Deleting…" : "Delete permanently"}
        </SubmitButton>
      </DialogActions>
    </Form>
  );
}
