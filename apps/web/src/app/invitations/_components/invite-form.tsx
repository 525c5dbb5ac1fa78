"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { invitee, type Role } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { TagInput } from "~/components/tag-input";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field, Options } from "~/components/ui/field";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { SelectField, TextField } from "~/components/ui/form-fields";
import { showFormError } from "~/lib/form-errors";
import { roleLabels } from "~/lib/labels";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import { LinkOnce } from "./link-once";

const NOT_INVITED = {
  member: "This address has an account already.",
  invited: "This address has an invitation that still works. You can send it again below.",
  duplicate: "This address was sent twice.",
};

interface Invited {
  email: string;
  link: string | null;
}

/** Invites one person. */
export function InviteForm({ roles }: { roles: readonly Role[] }) {
  const router = useRouter();
  const [invited, setInvited] = useState<Invited | null>(null);
  const form = useForm({
    resolver: zodResolver(invitee),
    defaultValues: { email: "", role: roles[0] ?? "mentee", expertise: [] },
  });
  const { keyed, onMade } = useIdempotencyKey();
  const send = api.invitation.send.useMutation({
    onSuccess: ({ people: [person] }) => {
      onMade();
      if (person === undefined) return;
      const { email, fate, link } = person;
      if (fate !== "new") {
        return form.setError("email", { message: NOT_INVITED[fate] }, { shouldFocus: true });
      }
      form.reset();
      setInvited({ email, link });
      router.refresh();
    },
    onError: (error) => showFormError(form, error, {}),
  });
  const role = useWatch({ control: form.control, name: "role" });
  const { errors } = form.formState;
  const expertise = {
    id: "expertise",
    hint: "Offered to them when they write their profile. Press Enter after each one.",
    error: errors.expertise?.message ?? errors.expertise?.find?.((each) => each)?.message,
  };
  return (
    <Form
      aria-label="Invite someone"
      className="grid gap-5"
      onSubmit={form.handleSubmit((person) => {
        setInvited(null);
        send.mutate(keyed({ people: [person] }));
      })}
    >
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_14rem]">
        <TextField autoComplete="off" form={form} label="Email" name="email" type="email" />
        <SelectField form={form} label="Role" name="role">
          <Options labels={roleLabels} values={roles} />
        </SelectField>
      </div>
      {role === "mentor" ? (
        <Field {...expertise} label="Expertise" optional>
          <Controller
            control={form.control}
            name="expertise"
            render={({ field: { name: _, disabled: __, ...field } }) => (
              <TagInput {...field} {...describedBy(expertise)} value={field.value ?? []} />
            )}
          />
        </Field>
      ) : null}
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={send.isPending}>
        {send.isPending ? "Inviting…" : "Invite"}
      </SubmitButton>
      {invited?.link ? <LinkOnce email={invited.email} link={invited.link} /> : null}
      {invited && invited.link === null ? (
        <Alert title={`An invitation is on its way to ${invited.email}.`} tone="good" />
      ) : null}
    </Form>
  );
}
