import type { Metadata } from "next";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { ForgotPasswordForm } from "../_components/forgot-password-form";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPasswordPage() {
  return (
    <AuthCard
      footer={
        <>
          Remembered it? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      lead="We send a link to your address."
      title="Forgotten password"
    >
      <ForgotPasswordForm />
    </AuthCard>
  );
}
