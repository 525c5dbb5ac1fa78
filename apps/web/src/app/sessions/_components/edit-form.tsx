"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { editOfficeSessionInput, reason, sessionDetail } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextAreaField, TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { NoteField } from "./note-field";
import { relationTo } from "./parties";
import { useChange } from "./use-change";

const { topic, agenda, location } = editOfficeSessionInput.shape;
const fields = editOfficeSessionInput
  .pick({ note: true })
  .extend({ topic: topic.unwrap(), agenda: agenda.unwrap(), location: location.unwrap() });
const fieldsForStaff = fields.extend({ note: reason });

/** What the session is about and where it takes place; its time stays. */
export function EditForm({ id }: { id: string }) {
  const router = useRouter();
  const [account] = api.account.me.useSuspenseQuery();
  const [session] = api.officeSession.byId.useSuspenseQuery({ id });
  const isStaff = relationTo(session, account.id) === "staff";
  const form = useForm({
    resolver: zodResolver(isStaff ? fieldsForStaff : fields),
    defaultValues: {
      topic: session.topic,
      agenda: session.agenda,
      location: session.location ?? "",
      note: "",
    },
  });
  const changed = useChange(session, () => router.push(`/sessions/${id}?edited=1`));
  const edit = api.officeSession.edit.useMutation({
    onSuccess: changed.onSuccess,
    onError: async (error) => {
      showFieldErrors(form, toWireError(error), [...sessionDetail.options, "note"]);
      await changed.onError(error);
    },
  });

  if (!session.actions.includes("edit") && !edit.isSuccess) {
    return (
      <Card className="grid gap-4">
        <h1 className="text-3xl">{session.topic}</h1>
        <Alert title="This session can no longer be changed.">
          People can change the details of a request or a session until it ends.
        </Alert>
      </Card>
    );
  }

  const error = edit.error ? toWireError(edit.error) : null;
  const mayPlace = session.editable.includes("location");
  return (
    <Card className="grid gap-6">
      <h1 className="text-3xl">Edit “{session.topic}”</h1>
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit((values) =>
          edit.mutate({
            id,
            version: session.version,
            topic: values.topic,
            agenda: values.agenda,
            location: mayPlace ? values.location : undefined,
            note: values.note,
          }),
        )}
      >
        {error && error.code !== "INVALID_INPUT" ? <Alert title={error.error} tone="bad" /> : null}
        <TextField form={form} label="Topic" name="topic" />
        <TextAreaField
          form={form}
          hint="What you'd like to talk about, and links to look at before."
          label="Agenda"
          name="agenda"
          optional
        />
        {mayPlace ? (
          <TextField
            form={form}
            hint="A place, or a link that begins with https://"
            label="Where"
            name="location"
            optional
          />
        ) : null}
        <NoteField form={form} isReason={isStaff} name="note" />
        <SubmitButton className="justify-self-start" disabled={edit.isPending}>
          {edit.isPending ? "Saving…" : "Save changes"}
        </SubmitButton>
      </Form>
    </Card>
  );
}
