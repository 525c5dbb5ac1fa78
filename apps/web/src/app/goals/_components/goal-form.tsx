"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { addGoalInput, MILESTONES_MAX } from "@sundial/validators";
import { useFieldArray, useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { Goal } from "~/trpc/types";

const { title, targetOn, milestones } = addGoalInput.shape;
const fields = z.object({
  title,
  targetOn: z.preprocess((value) => (value === "" ? null : value), targetOn),
  milestones,
});

const EMPTY = { title: "", targetOn: "", milestones: [] as { id?: string; text: string }[] };

interface GoalFormProps {
  /** The one to change, or null for a new one. */
  goal: Goal | null;
  onDone: () => void;
  onCancel?: () => void;
}

export function GoalForm({ goal, onDone, onCancel }: GoalFormProps) {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: goal
      ? {
          title: goal.title,
          targetOn: goal.targetOn ?? "",
          milestones: goal.milestones.map(({ id, text }) => ({ id, text })),
        }
      : EMPTY,
  });
  const steps = useFieldArray({ control: form.control, name: "milestones", keyName: "key" });
  const settled = {
    onSuccess: async () => {
      await cache.goal.list.invalidate();
      form.reset(EMPTY);
      onDone();
    },
    onError: (error: unknown) => showFieldErrors(form, toWireError(error), ["title", "targetOn"]),
  };
  const add = api.goal.add.useMutation(settled);
  const edit = api.goal.edit.useMutation(settled);
  const { error: failure, isPending } = goal ? edit : add;
  const error = failure ? toWireError(failure) : null;
  return (
    <Form
      aria-label={goal ? "Edit goal" : "New goal"}
      className="grid gap-5"
      onSubmit={form.handleSubmit((values) => {
        if (goal) edit.mutate({ id: goal.id, version: goal.version, ...values });
        else add.mutate(values);
      })}
    >
      {error && error.code !== "INVALID_INPUT" ? <Alert title={error.error} tone="bad" /> : null}
      <TextField form={form} label="Goal" name="title" />
      <TextField form={form} label="By when" name="targetOn" optional type="date" />
      {steps.fields.map(({ key }, at) => (
        <div className="flex items-end gap-2" key={key}>
          <div className="grow">
            <TextField form={form} label={`Milestone ${at + 1}`} name={`milestones.${at}.text`} />
          </div>
          <Button onClick={() => steps.remove(at)} variant="ghost">
            Remove<span className="sr-only"> milestone {at + 1}</span>
          </Button>
        </div>
      ))}
      {steps.fields.length < MILESTONES_MAX ? (
        <Button
          className="justify-self-start"
          onClick={() => steps.append({ text: "" })}
          size="small"
          variant="secondary"
        >
          Add milestone
        </Button>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <SubmitButton disabled={isPending}>
          {isPending ? "Saving…" : goal ? "Save goal" : "Add goal"}
        </SubmitButton>
        {onCancel ? (
          <Button onClick={onCancel} variant="secondary">
            Cancel
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
