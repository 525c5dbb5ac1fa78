import type { Metadata } from "next";
import { AuthCard } from "../_components/auth-card";
import { ConfirmationLinkIsDead, VerifyEmailForm } from "../_components/verify-email-form";

export const metadata: Metadata = { title: "Confirm your address" };

/** Following the link does nothing by itself: mail programs follow links, too. */
export default async function VerifyEmailPage({ searchParams }: PageProps<"/verify-email">) {
  const { token } = await searchParams;
  return (
    <AuthCard
      footer="Not you who signed up? Close this page, and nothing happens."
      lead="Your password shows that it was you who signed up."
      title="Confirm your address"
    >
      {typeof token === "string" ? <VerifyEmailForm token={token} /> : <ConfirmationLinkIsDead />}
    </AuthCard>
  );
}
