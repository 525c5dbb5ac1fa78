import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { isWithoutAdmin } from "~/server/server";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { SetUpForm } from "../_components/set-up-form";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

/** For the link of `pnpm admin:setup`. Once the program has an admin, the page doesn't exist. */
export default async function SetUpPage() {
  if (!(await isWithoutAdmin())) notFound();
  return (
    <AuthCard
      footer={
        <>
          Have an account? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      lead="This creates the first admin account of this program."
      title="Set up your program"
    >
      <SetUpForm />
    </AuthCard>
  );
}
