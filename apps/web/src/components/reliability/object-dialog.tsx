"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { objectReliabilityInput } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import type { Lapse } from "~/trpc/types";

const fields = z.object({ words: objectReliabilityInput.shape.words });

interface ObjectDialogProps {
  lapse: Lapse;
  onDone: () => void;
}

/** A button with a dialog that asks why a lapse shouldn't count. */
export function ObjectDialog({
  lapse: { officeSessionId, lapse, topic },
  onDone,
}: ObjectDialogProps) {
  const cache = api.useUtils();
  const { keyed, onMade } = useIdempotencyKey();
  const [open, setOpen] = useState(false);
  const form = useForm<z.input<typeof fields>, unknown, z.output<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { words: "" },
  });
  const object = api.reliability.object.useMutation({
    onSuccess: async () => {
      onMade();
      onOpenChange(false);
      await cache.reliability.invalidate();
      onDone();
    },
    onError: (error) => showFormError(form, error, {}),
  });

  function onOpenChange(isOpen: boolean) {
    setOpen(isOpen);
    form.reset();
    // It may have been settled meanwhile.
    if (!isOpen && object.isError) void cache.reliability.invalidate();
    object.reset();
  }

  return (
    <Dialog
      description="A program manager reads it, decides, and answers you. Until then, it counts as before."
      onOpenChange={onOpenChange}
      open={open}
      title={`Object: ${topic}`}
      trigger={
        <Button className="justify-self-start" size="small" variant="secondary">
          Object<span className="sr-only">: {topic}</span>
        </Button>
      }
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit(({ words }) =>
          object.mutate(keyed({ officeSessionId, lapse, words })),
        )}
      >
        <TextAreaField form={form} label="Why it shouldn't count" name="words" />
        <FormError form={form} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton disabled={object.isPending}>
            {object.isPending ? "Sending…" : "Send objection"}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
