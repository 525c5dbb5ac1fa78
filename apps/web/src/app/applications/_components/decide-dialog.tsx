"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { decideMentorApplicationInput } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { MentorApplication } from "~/trpc/types";

const words = {
  approve: {
    label: "Approve",
    pending: "Approving…",
    title: (name: string) => `Make ${name} a mentor?`,
    description:
      "They become a mentor right away. They appear in the directory once they have a profile, hours and a place to meet.",
    done: (name: string) => `${name} is now a mentor. We've emailed them.`,
  },
  decline: {
    label: "Decline",
    pending: "Declining…",
    title: (name: string) => `Decline ${name}'s application?`,
    description: "They stay a mentee, and can apply again.",
    done: (name: string) => `${name}'s application is declined. We've emailed them.`,
  },
} as const;

interface DecideDialogProps {
  application: MentorApplication;
  decision: keyof typeof words;
  /** Called with a message about what was done. */
  onDone: (message: string) => void;
}

/** A button with a dialog that asks for the answer to the applicant. */
export function DecideDialog({ application, decision, onDone }: DecideDialogProps) {
  const { id, applicant } = application;
  const { label, pending, title, description, done } = words[decision];
  const cache = api.useUtils();
  const [open, setOpen] = useState(false);
  const form = useForm({
    resolver: zodResolver(decideMentorApplicationInput),
    defaultValues: { id, answer: "" },
  });
  const options = {
    onSuccess: () => {
      onOpenChange(false);
      onDone(done(applicant.name));
      void cache.member.invalidate();
      void cache.mentorApplication.invalidate();
    },
    onError: (error: unknown) => showFormError(form, error, {}),
  };
  const approve = api.mentorApplication.approve.useMutation(options);
  const decline = api.mentorApplication.decline.useMutation(options);
  const decide = decision === "approve" ? approve : decline;

  function onOpenChange(isOpen: boolean) {
    setOpen(isOpen);
    form.reset();
    // Somebody else may have answered it.
    if (!isOpen && decide.isError) void cache.mentorApplication.invalidate();
    decide.reset();
  }

  const variant = decision === "approve" ? "primary" : "secondary";
  return (
    <Dialog
      description={description}
      onOpenChange={onOpenChange}
      open={open}
      title={title(applicant.name)}
      trigger={<Button variant={variant}>{label}</Button>}
    >
      <Form className="grid gap-5" onSubmit={form.handleSubmit((input) => decide.mutate(input))}>
        <TextAreaField
          form={form}
          hint="They get this by email and see it on their page."
          label="Your answer"
          name="answer"
        />
        <FormError form={form} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton disabled={decide.isPending}>
            {decide.isPending ? pending : label}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
