import { safePath } from "@sundial/validators";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { canEmailLinks, demoAccounts, signInProviders } from "~/server/server";
import { getActor } from "~/trpc/server";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { OtherWaysIn } from "../_components/other-ways-in";
import { PasskeyButton } from "../_components/passkey-button";
import { SignInForm } from "../_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  const path = safePath(typeof next === "string" ? next : undefined, "/");
  if ((await getActor()) !== null) redirect(path);
  return (
    <AuthCard
      footer={
        <>
          New here? <AuthLink href="/sign-up">Create an account</AuthLink>
        </>
      }
      lead="Welcome back."
      title="Sign in"
    >
      <SignInForm canEmailLinks={canEmailLinks()} demoAccounts={demoAccounts()} next={path} />
      <OtherWaysIn next={path} providers={signInProviders()}>
        <PasskeyButton next={path} />
      </OtherWaysIn>
    </AuthCard>
  );
}
