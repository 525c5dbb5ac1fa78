import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getActor } from "~/trpc/server";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { SignUpForm } from "../_components/sign-up-form";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage() {
  if ((await getActor()) !== null) redirect("/profile");
  return (
    <AuthCard
      footer={
        <>
          Already have an account? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      lead="You join as a mentee. It takes a minute."
      title="Create your account"
    >
      <SignUpForm />
    </AuthCard>
  );
}
