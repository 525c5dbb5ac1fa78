"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { submitMentorApplicationInput } from "@sundial/validators";
import { Controller, useForm } from "react-hook-form";
import { TagInput } from "~/components/tag-input";
import { describedBy, Field } from "~/components/ui/field";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

interface ApplicationFormProps {
  /** An earlier application, to change and send again. */
  previous: RouterOutputs["mentorApplication"]["mine"]["application"];
  /** Called before the page shows the new application. */
  onSent: () => void;
}

export function ApplicationForm({ previous, onSent }: ApplicationFormProps) {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(submitMentorApplicationInput),
    defaultValues: {
      expertise: previous?.expertise ?? [],
      experience: previous?.experience ?? "",
      why: previous?.why ?? "",
    },
  });
  const { keyed, onMade } = useIdempotencyKey();
  const submit = api.mentorApplication.submit.useMutation({
    onSuccess: async () => {
      onMade();
      onSent();
      await cache.mentorApplication.invalidate();
    },
    onError: (error) => showFormError(form, error, {}),
  });
  const { errors } = form.formState;
  const expertise = {
    id: "expertise",
    hint: "Press Enter after each one. For example: System design, Career change.",
    error: errors.expertise?.message ?? errors.expertise?.find?.((each) => each)?.message,
  };
  return (
    <Form
      aria-label="Apply to become a mentor"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => submit.mutate(keyed(input)))}
    >
      <Field {...expertise} label="What you can help with">
        <Controller
          control={form.control}
          name="expertise"
          render={({ field: { name: _, disabled: __, ...field } }) => (
            <TagInput {...field} {...describedBy(expertise)} />
          )}
        />
      </Field>
      <TextAreaField
        form={form}
        hint="What have you done in these areas, and for how long?"
        label="Your experience"
        name="experience"
      />
      <TextAreaField
        form={form}
        hint="What would you like to give, and what do you hope to get out of it?"
        label="Why you want to mentor"
        name="why"
      />
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={submit.isPending}>
        {submit.isPending ? "Sending…" : "Send application"}
      </SubmitButton>
    </Form>
  );
}
