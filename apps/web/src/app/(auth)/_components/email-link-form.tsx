"use client";

import { auth } from "@sundial/auth/client";
import { RequestLinkForm } from "./request-link-form";

export function EmailLinkForm({ next }: { next: string }) {
  return (
    <RequestLinkForm
      next={next}
      request={({ email }) => auth.requestEmailLink({ email, next })}
      sent="we've sent a link. Open it in this browser. It works once and expires in ten minutes."
    />
  );
}
