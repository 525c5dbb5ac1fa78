"use client";

import { auth } from "@sundial/auth/client";
import { RequestLinkForm } from "./request-link-form";

export function ForgotPasswordForm() {
  return (
    <RequestLinkForm
      request={auth.requestPasswordReset}
      sent="we've sent a link to set a new password. The link works once and expires in an hour."
    />
  );
}
