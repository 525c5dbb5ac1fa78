"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { api } from "~/trpc/client";
import { ProviderButtons } from "./provider-buttons";
import { Alert } from "./ui/alert";
import { PasswordField } from "./ui/form-fields";

/** The first value of a form's `password`: people without one leave it out. */
export function useOwnPassword(): "" | undefined {
  const [{ hasPassword }] = api.signInMethod.list.useSuspenseQuery();
  return hasPassword ? "" : undefined;
}

interface OwnPasswordFieldProps<Values extends FieldValues, Context, Output> {
  form: UseFormReturn<Values, Context, Output>;
  name: Path<Values>;
  hint?: ReactNode;
}

/**
 * Asks for the password again. People without one see that they must have signed in a moment ago,
 * and how to do it again.
 */
export function OwnPasswordField<Values extends FieldValues, Context, Output>(
  props: OwnPasswordFieldProps<Values, Context, Output>,
) {
  const [{ hasPassword, proof }] = api.signInMethod.list.useSuspenseQuery();
  if (hasPassword) return <PasswordField {...props} />;
  return proof === "nothing" ? null : <SignInAgain />;
}

/** For people without a password who signed in some time ago. */
export function SignInAgain() {
  const [{ connected }] = api.signInMethod.list.useSuspenseQuery();
  const path = usePathname();
  const providers = connected
    .filter(({ isAvailable }) => isAvailable)
    .map(({ provider, name }) => ({ id: provider, name }));
  return (
    <Alert title="First, confirm that it's you">
      <div className="grid gap-3">
        {providers.length > 0 ? (
          <>
            <p>Sign in again. Then you have ten minutes for this.</p>
            <ProviderButtons next={path} providers={providers} />
          </>
        ) : (
          <p>
            You have no password.{" "}
            <Link className="underline" href="/forgot-password">
              Choose one
            </Link>{" "}
            first.
          </p>
        )}
      </div>
    </Alert>
  );
}
