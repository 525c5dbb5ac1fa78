"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { confirmSecondFactorInput } from "@sundial/validators";
import dynamic from "next/dynamic";
import { useForm } from "react-hook-form";
import { OwnPasswordField, useOwnPassword } from "~/components/own-password";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { showFormError, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

/** Only people who set up an app need to load the QR code. */
const QrCode = dynamic(() => import("./qr-code").then(({ QrCode }) => QrCode));

interface SetUpSecondFactorProps {
  onConfirmed: (recoveryCodes: string[]) => void;
}

export function SetUpSecondFactor({ onConfirmed }: SetUpSecondFactorProps) {
  const isAlive = useAlive();
  const setUp = api.secondFactor.setUp.useMutation();
  if (setUp.data) return <ConfirmForm {...setUp.data} onConfirmed={onConfirmed} />;
  return (
    <>
      <p>You sign in without a code.</p>
      {setUp.isError ? <Alert title={toWireError(setUp.error).error} tone="bad" /> : null}
      <Button
        className="justify-self-start"
        disabled={setUp.isPending || !isAlive}
        onClick={() => setUp.mutate()}
        variant="secondary"
      >
        Set up an authenticator app
      </Button>
    </>
  );
}

interface ConfirmFormProps extends SetUpSecondFactorProps {
  uri: string;
  secret: string;
}

function ConfirmForm({ uri, secret, onConfirmed }: ConfirmFormProps) {
  const form = useForm({
    resolver: zodResolver(confirmSecondFactorInput),
    defaultValues: { password: useOwnPassword(), code: "" },
  });
  const confirm = api.secondFactor.confirm.useMutation({
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
    onError: (error) =>
      showFormError(form, error, { INVALID_CREDENTIALS: "password", INVALID_CODE: "code" }),
  });
  return (
    <Form
      aria-label="Set up an authenticator app"
      className="grid gap-5"
      onSubmit={form.handleSubmit((input) => confirm.mutate(input))}
    >
      <div className="grid items-center gap-5 sm:grid-cols-[auto_1fr]">
        <QrCode label="QR code for your authenticator app" text={uri} />
        <div className="grid gap-2">
          <p>Scan the QR code with your authenticator app, or enter this key:</p>
          <p className="font-mono" data-testid="totp-secret">
            {secret.replace(/.{4}(?=.)/g, "$& ")}
          </p>
        </div>
      </div>
      <TextField
        autoComplete="one-time-code"
        autoFocus
        form={form}
        hint="The 6-digit code your app shows now."
        inputMode="numeric"
        label="Code"
        name="code"
      />
      <OwnPasswordField
        form={form}
        hint="All other devices will be signed out, and your access tokens revoked."
        name="password"
      />
      <FormError form={form} />
      <SubmitButton className="justify-self-start" disabled={confirm.isPending}>
        {confirm.isPending ? "Turning on…" : "Turn on"}
      </SubmitButton>
    </Form>
  );
}
