import type { Metadata } from "next";
import { AuthCard } from "../_components/auth-card";
import { ConfirmationLinkIsDead, VerifyEmailForm } from "../_components/verify-email-form";

export const metadata: Metadata = { title: "Confirm your email address" };

/** Following the link alone changes nothing, because mail programs follow links, too. */
export default async function VerifyEmailPage({ searchParams }: PageProps<"/verify-email">) {
  const { token } = await searchParams;
  return (
    <AuthCard
      footer="Didn't sign up? Close this page and nothing happens."
      lead="Enter the password you chose when you signed up."
      title="Confirm your email address"
    >
      {typeof token === "string" ? <VerifyEmailForm token={token} /> : <ConfirmationLinkIsDead />}
    </AuthCard>
  );
}
