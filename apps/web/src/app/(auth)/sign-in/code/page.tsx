import type { Metadata } from "next";
import { AuthCard } from "../../_components/auth-card";
import { AuthLink } from "../../_components/auth-link";
import { SignInCodeForm } from "../../_components/sign-in-code-form";

export const metadata: Metadata = { title: "Enter your code" };

/** The second step after a provider, for people with two-factor authentication. */
export default function SignInCodePage() {
  return (
    <AuthCard
      footer={
        <>
          Not you? <AuthLink href="/sign-in">Sign in another way</AuthLink>
        </>
      }
      lead="One more step: two-factor authentication is on for your account."
      title="Enter your code"
    >
      <SignInCodeForm />
    </AuthCard>
  );
}
