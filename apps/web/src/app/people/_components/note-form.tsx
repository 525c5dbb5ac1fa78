"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { addStaffNoteInput } from "@sundial/validators";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "~/components/ui/button";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import type { StaffNote } from "~/trpc/types";

const fields = z.object({ body: addStaffNoteInput.shape.body });

interface NoteFormProps {
  aboutId: string;
  /** The one to change, or null for a new one. */
  note: StaffNote | null;
  onDone?: () => void;
}

export function NoteForm({ aboutId, note, onDone }: NoteFormProps) {
  const cache = api.useUtils();
  const { keyed, onMade } = useIdempotencyKey();
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: { body: note?.body ?? "" },
  });
  const settled = {
    onSuccess: async () => {
      onMade();
      form.reset({ body: "" });
      await cache.staffNote.list.invalidate();
      onDone?.();
    },
    onError: (error: unknown) => showFormError(form, error, {}),
  };
  const add = api.staffNote.add.useMutation(settled);
  const edit = api.staffNote.edit.useMutation(settled);
  const isPending = add.isPending || edit.isPending;
  return (
    <Form
      aria-label={note ? "Edit note" : "New note"}
      className="grid gap-4"
      onSubmit={form.handleSubmit(({ body }) => {
        if (note) edit.mutate({ id: note.id, version: note.version, body });
        else add.mutate(keyed({ aboutId, body }));
      })}
    >
      <FormError form={form} />
      <TextAreaField form={form} label={note ? "Note" : "New note"} name="body" />
      <div className="flex flex-wrap gap-3">
        <SubmitButton disabled={isPending} variant="secondary">
          {isPending ? "Saving…" : note ? "Save note" : "Add note"}
        </SubmitButton>
        {note ? (
          <Button onClick={onDone} variant="ghost">
            Cancel
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
