"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { sendFeedbackInput } from "@sundial/validators";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { showFormError, toWireError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

const RATINGS = [
  { value: "1", label: "Poor" },
  { value: "2", label: "Fair" },
  { value: "3", label: "Good" },
  { value: "4", label: "Very good" },
  { value: "5", label: "Excellent" },
] as const;

const fields = z.object({
  rating: z.enum(["1", "2", "3", "4", "5"], "Choose a rating"),
  comment: sendFeedbackInput.shape.comment.unwrap(),
  forStaff: sendFeedbackInput.shape.forStaff.unwrap(),
});

interface FeedbackFormProps {
  officeSessionId: string;
  /** The other person's name. */
  other: string;
  /** Called once it has been sent, before the page shows it. */
  onSent: () => void;
}

/** A rating, words for the other person, and words for staff. */
export function FeedbackForm({ officeSessionId, other, onSent }: FeedbackFormProps) {
  const cache = api.useUtils();
  const { keyed, onMade } = useIdempotencyKey();
  const form = useForm<z.input<typeof fields>, unknown, z.output<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { comment: "", forStaff: "" },
  });
  const send = api.feedback.send.useMutation({
    onSuccess: async (sent) => {
      onMade();
      onSent();
      cache.feedback.read.setData({ officeSessionId }, sent);
      await cache.feedback.read.invalidate();
    },
    onError: async (error) => {
      showFormError(form, error, {});
      const { code } = toWireError(error);
      if (code !== "FEEDBACK_SENT" && code !== "FEEDBACK_CLOSED") return;
      await cache.feedback.read.invalidate();
    },
  });
  return (
    <Form
      aria-label="Feedback"
      className="grid gap-5"
      onSubmit={form.handleSubmit(({ rating, ...words }) =>
        send.mutate(keyed({ officeSessionId, rating: Number(rating), ...words })),
      )}
    >
      <RatingField error={form.formState.errors.rating?.message} input={form.register("rating")} />
      <TextAreaField
        form={form}
        hint={`What went well, and what could be better? ${other} reads it with your name.`}
        label={`For ${other}`}
        name="comment"
        optional
      />
      <TextAreaField
        form={form}
        hint={`Only the program team reads it, never ${other}.`}
        label="For the program team"
        name="forStaff"
        optional
      />
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={send.isPending}>
        {send.isPending ? "Sending…" : "Send feedback"}
      </SubmitButton>
    </Form>
  );
}

interface RatingFieldProps {
  /** Connects each option to the form. */
  input: object;
  error: string | undefined;
}

function RatingField({ input, error }: RatingFieldProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="grid gap-1.5">
      <legend className="mb-1.5 font-semibold">How was the session?</legend>
      <div className="grid gap-2 sm:grid-cols-5">
        {RATINGS.map(({ value, label }) => (
          <label
            className="relative flex min-h-12 cursor-pointer items-center gap-2 rounded-control border border-edge bg-surface px-3 py-2 font-medium has-checked:border-action has-checked:bg-action has-checked:text-on-action has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 sm:flex-col sm:justify-center sm:gap-0 sm:text-center"
            key={value}
          >
            <input className="absolute size-px opacity-0" type="radio" value={value} {...input} />
            <span className="text-lg">{value}</span>
            <span className="text-sm">{label}</span>
          </label>
        ))}
      </div>
      {error ? (
        <p className="font-medium text-bad text-sm" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
