"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { requestEmailChangeInput } from "@sundial/validators";
import { useRef } from "react";
import { useForm } from "react-hook-form";
import { useFormats } from "~/components/formats";
import { OwnPasswordField, useOwnPassword } from "~/components/own-password";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { useViewerZone } from "~/components/use-viewer-zone";
import { showFormError, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

export function EmailSection() {
  const [{ boundTo }] = api.signInMethod.list.useSuspenseQuery();
  return boundTo === null ? <ChangeableAddress /> : null;
}

function ChangeableAddress() {
  const [account] = api.account.me.useSuspenseQuery();
  const [pending] = api.account.emailChange.useSuspenseQuery();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <SectionCard
      headingRef={heading}
      lead={
        <>
          Your address is <span className="font-semibold text-ink">{account.email}</span>. To change
          it, confirm from both the old and the new address.
        </>
      }
      title="Email address"
    >
      {pending ? (
        <PendingChange onCancelled={() => heading.current?.focus()} pending={pending} />
      ) : (
        <RequestForm onRequested={() => heading.current?.focus()} />
      )}
    </SectionCard>
  );
}

interface PendingChangeProps {
  pending: NonNullable<RouterOutputs["account"]["emailChange"]>;
  onCancelled: () => void;
}

/** What the pending change still waits for, and a way to cancel it. */
function PendingChange({ pending, onCancelled }: PendingChangeProps) {
  const zone = useViewerZone();
  const formats = useFormats();
  const cache = api.useUtils();
  const cancel = api.account.cancelEmailChange.useMutation({
    onSuccess: () => {
      cache.account.emailChange.setData(undefined, null);
      onCancelled();
    },
  });
  const { newEmail, waitsFor, expiresAt } = pending;
  return (
    <div className="grid gap-4">
      <Alert title={<span>Changing to {newEmail}</span>}>
        <ul className="grid gap-1">
          <li>Current address: {waitsFor.old ? "open the link we sent there" : "confirmed"}.</li>
          <li>New address: {waitsFor.new ? "open the link we sent there" : "confirmed"}.</li>
        </ul>
        <p className="mt-1 text-muted" data-slot="time">
          The links expire on {formats.fullDateTime(expiresAt, zone)}. We don't send one to an
          address that belongs to another account.
        </p>
      </Alert>
      {cancel.isError ? <Alert title={toWireError(cancel.error).error} tone="bad" /> : null}
      <Button
        className="justify-self-start"
        disabled={cancel.isPending}
        onClick={() => cancel.mutate()}
        variant="secondary"
      >
        {cancel.isPending ? "Cancelling…" : "Cancel change"}
      </Button>
    </div>
  );
}

function RequestForm({ onRequested }: { onRequested: () => void }) {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(requestEmailChangeInput),
    defaultValues: { newEmail: "", password: useOwnPassword() },
  });
  const request = api.account.requestEmailChange.useMutation({
    onSuccess: async () => {
      await cache.account.emailChange.invalidate();
      onRequested();
    },
    onError: (error) => showFormError(form, error, { INVALID_CREDENTIALS: "password" }),
  });
  return (
    <Form
      aria-label="Change your email address"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => request.mutate(input))}
    >
      <TextField
        autoComplete="email"
        form={form}
        label="New email address"
        name="newEmail"
        type="email"
      />
      <OwnPasswordField form={form} name="password" />
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={request.isPending}>
        {request.isPending ? "Sending links…" : "Change address"}
      </SubmitButton>
    </Form>
  );
}
