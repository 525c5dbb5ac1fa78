"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { type MisuseTarget, misuseReason, submitMisuseReportInput } from "@sundial/validators";
import { useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Options } from "~/components/ui/field";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { misuseReasonLabels } from "~/lib/labels";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

const fields = z.object({
  reason: z.enum(misuseReason.options, "Choose a reason"),
  words: submitMisuseReportInput.shape.words,
});

interface ReportFormProps {
  target: MisuseTarget;
  preview: RouterOutputs["misuseReport"]["preview"];
}

/** Why, and what happened, with the words that go with the report. */
export function ReportForm({ target, preview }: ReportFormProps) {
  const cache = api.useUtils();
  const { keyed, onMade } = useIdempotencyKey();
  const [isSent, setIsSent] = useState(false);
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSent) answer.current?.focus();
  }, [isSent]);
  const form = useForm<z.input<typeof fields>, unknown, z.output<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { words: "" },
  });
  const submit = api.misuseReport.submit.useMutation({
    onSuccess: () => {
      onMade();
      setIsSent(true);
      void cache.misuseReport.invalidate();
    },
    onError: (error) => showFormError(form, error, {}),
  });
  if (isSent) {
    return (
      <div ref={answer} tabIndex={-1}>
        <Alert title="Thank you. Your program team has your report." tone="good">
          Below, you'll see when they have decided. If someone is in danger right now, call your
          local emergency number.
        </Alert>
      </div>
    );
  }
  return (
    <SectionCard lead={leads[preview.about]} title={titleOf(preview)}>
      {preview.quote ? (
        <blockquote className="whitespace-pre-line rounded-control border-edge border-l-4 bg-sunken p-4 [overflow-wrap:anywhere]">
          {preview.quote}
        </blockquote>
      ) : null}
      <Form
        aria-label="Report"
        className="grid gap-5"
        onSubmit={form.handleSubmit((input) => submit.mutate(keyed({ target, ...input })))}
      >
        <SelectField form={form} label="Reason" name="reason">
          <option value="">Choose a reason</option>
          <Options labels={misuseReasonLabels} values={misuseReason.options} />
        </SelectField>
        <TextAreaField
          form={form}
          hint="What happened, and when? At least 10 characters."
          label="What happened"
          name="words"
        />
        <FormError form={form} />
        <SubmitButton className="justify-self-start" disabled={submit.isPending}>
          {submit.isPending ? "Sending…" : "Send report"}
        </SubmitButton>
      </Form>
    </SectionCard>
  );
}

const leads = {
  person: "Say what this person did.",
  session: "These words are sent with your report, as they are now.",
  notes: "These words are sent with your report, as they are now.",
  feedback: "These words are sent with your report, as they are now.",
} as const;

function titleOf({ about, name }: ReportFormProps["preview"]): string {
  switch (about) {
    case "person":
      return `About ${name}`;
    case "session":
      return `Words of your session with ${name}`;
    case "notes":
      return `Shared notes by ${name}`;
    case "feedback":
      return `Feedback by ${name}`;
  }
}
