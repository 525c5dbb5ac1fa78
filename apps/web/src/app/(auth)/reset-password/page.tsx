import type { Metadata } from "next";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { ResetLinkIsDead, ResetPasswordForm } from "../_components/reset-password-form";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const { token } = await searchParams;
  return (
    <AuthCard
      footer={<AuthLink href="/sign-in">Back to sign in</AuthLink>}
      lead="Your old password stops working right away."
      title="Set a new password"
    >
      {typeof token === "string" ? <ResetPasswordForm token={token} /> : <ResetLinkIsDead />}
    </AuthCard>
  );
}
