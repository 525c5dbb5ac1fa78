"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { cancelOfficeSessionInput } from "@sundial/validators";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { TimeRange } from "~/components/time-range";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog } from "~/components/ui/dialog";
import { describedBy, Field, Textarea } from "~/components/ui/field";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { OfficeSession } from "./session-card";

const fields = cancelOfficeSessionInput.pick({ note: true });

export function CancelDialog({ session, zone }: { session: OfficeSession; zone: string }) {
  const [open, setOpen] = useState(false);
  const cache = api.useUtils();
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { note: "" } });
  const cancel = api.officeSession.cancel.useMutation({
    onSuccess: async (cancelled) => {
      cache.officeSession.byId.setData({ id: session.id }, cancelled);
      setOpen(false);
      await Promise.all([
        cache.officeSession.list.invalidate(),
        cache.availability.invalidate(),
        cache.mentor.invalidate(),
      ]);
    },
    onError: (error) => {
      const refused = toWireError(error);
      showFieldErrors(form, refused, ["note"]);
      // What the dialog offers may no longer be true: show what is.
      if (refused.code === "STALE_VERSION") return cache.officeSession.invalidate();
    },
  });
  const { errors } = form.formState;
  const note = {
    id: "cancel-note",
    hint: "The other person reads this.",
    error: errors.note?.message,
  };
  const error = cancel.error ? toWireError(cancel.error) : null;
  return (
    <Dialog
      description={<TimeRange endsAt={session.endsAt} startsAt={session.startsAt} zone={zone} />}
      onOpenChange={setOpen}
      open={open}
      title={`Cancel “${session.topic}”?`}
      trigger={
        <Button className="justify-self-start" variant="danger">
          Cancel session
        </Button>
      }
    >
      <form
        className="grid gap-5"
        noValidate
        onSubmit={form.handleSubmit((input) =>
          cancel.mutate({ ...input, id: session.id, version: session.version }),
        )}
      >
        {error && error.code !== "INVALID_INPUT" ? <Alert title={error.error} tone="bad" /> : null}
        <Field {...note} label="Message" optional>
          <Textarea {...describedBy(note)} {...form.register("note")} />
        </Field>
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => setOpen(false)} variant="secondary">
            Keep it
          </Button>
          <Button disabled={cancel.isPending} type="submit" variant="danger">
            {cancel.isPending ? "Cancelling…" : "Cancel session"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
