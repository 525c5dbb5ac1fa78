"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { approveDeviceLoginInput } from "@sundial/validators";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { SignInAgain } from "~/components/own-password";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { PasswordField, TextField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { RequestFacts } from "./request-facts";

type DeviceLogin = RouterOutputs["deviceLogin"]["byCode"];

/** A program's request, and the person's answer. */
export function DeviceRequest({ login }: { login: DeviceLogin }) {
  const { userCode, device, proof } = login;
  const owesPassword = proof === "password" || proof === "passwordAndCode";
  const isAlive = useAlive();
  const router = useRouter();
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(approveDeviceLoginInput),
    defaultValues: {
      userCode,
      password: owesPassword ? "" : undefined,
      code: proof === "passwordAndCode" ? "" : undefined,
    },
  });
  const onError = (error: unknown) => {
    showFormError(form, error, { INVALID_CREDENTIALS: "password", INVALID_CODE: "code" });
    // The sign-in may no longer be recent: the page then asks for the password.
    router.refresh();
  };
  const approve = api.deviceLogin.approve.useMutation({
    onSuccess: () => cache.personalAccessToken.list.invalidate(),
    onError,
  });
  const deny = api.deviceLogin.deny.useMutation({ onError });
  if (approve.isSuccess || deny.isSuccess) {
    return <Answered device={device} isApproved={approve.isSuccess} />;
  }
  const isPending = approve.isPending || deny.isPending;
  return (
    <Card className="grid gap-6">
      <RequestFacts login={login} />
      <Alert title="Approve only what you started yourself, just now.">
        If someone sent you this link or this code, deny it.
      </Alert>
      <Form
        aria-label="Your answer"
        className="grid gap-5"
        onSubmit={form.handleSubmit((input) => approve.mutate(input))}
      >
        {owesPassword ? <PasswordField form={form} name="password" /> : null}
        {proof === "recentSignIn" ? <SignInAgain /> : null}
        {proof === "passwordAndCode" ? (
          <TextField
            autoComplete="one-time-code"
            form={form}
            hint="The 6-digit code from your authenticator app, or a recovery code."
            label="Code from your app"
            name="code"
            spellCheck={false}
          />
        ) : null}
        <FormError form={form} />
        <div className="flex flex-wrap gap-3">
          <SubmitButton disabled={isPending}>
            {approve.isPending ? "Approving…" : "Approve"}
          </SubmitButton>
          <Button
            disabled={isPending || !isAlive}
            onClick={() => deny.mutate({ userCode })}
            variant="secondary"
          >
            {deny.isPending ? "Denying…" : "Deny"}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function Answered({ device, isApproved }: { device: string; isApproved: boolean }) {
  return (
    <Card className="grid gap-5">
      {isApproved ? (
        <Alert title={`“${device}” can sign in now.`} tone="good">
          You can close this page. To end its access, revoke its token on your account page.
        </Alert>
      ) : (
        <Alert title={`“${device}” was denied.`}>It gets no access. You can close this page.</Alert>
      )}
      <Button asChild className="justify-self-start" variant="secondary">
        <Link href="/account">Your account</Link>
      </Button>
    </Card>
  );
}
