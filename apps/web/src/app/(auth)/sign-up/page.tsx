import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getActor } from "~/trpc/server";
import { AuthCard } from "../_components/auth-card";
import { SignUpForm } from "../_components/sign-up-form";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage() {
  if ((await getActor()) !== null) redirect("/profile");
  return (
    <AuthCard
      footer={
        <>
          Already have an account?{" "}
          <Link className="font-semibold text-ink underline" href="/sign-in">
            Sign in
          </Link>
        </>
      }
      lead="You join as a mentee. It takes a minute."
      title="Create your account"
    >
      <SignUpForm />
    </AuthCard>
  );
}
