import type { Metadata } from "next";
import { connection } from "next/server";
import { Alert } from "~/components/ui/alert";
import { developmentOutbox, server } from "~/server/server";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { ForgotPasswordForm } from "../_components/forgot-password-form";

export const metadata: Metadata = { title: "Forgot your password?" };

export default async function ForgotPasswordPage() {
  // At run time, not at build time.
  await connection();
  const sendsEmail = server().mail.transport !== null;
  const hasInbox = developmentOutbox() !== null;
  return (
    <AuthCard
      footer={
        <>
          Remembered it? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      lead={sendsEmail ? "We'll email you a link to set a new one." : undefined}
      title="Forgot your password?"
    >
      {sendsEmail ? null : <SendsNoEmail hasInbox={hasInbox} />}
      {sendsEmail || hasInbox ? <ForgotPasswordForm /> : null}
    </AuthCard>
  );
}

function SendsNoEmail({ hasInbox }: { hasInbox: boolean }) {
  return (
    <Alert title="This server sends no email">
      {hasInbox ? (
        <>
          Your link will appear in the <AuthLink href="/outbox">development inbox</AuthLink>{" "}
          instead.
        </>
      ) : (
        "We can't email you a link. Ask your program manager for help."
      )}
    </Alert>
  );
}
