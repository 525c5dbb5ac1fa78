import { signUpRule } from "@sundial/validators";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Alert } from "~/components/ui/alert";
import { signInProviders } from "~/server/server";
import { getActor, getProgram } from "~/trpc/server";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { OtherWaysIn } from "../_components/other-ways-in";
import { SignUpForm } from "../_components/sign-up-form";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage() {
  if ((await getActor()) !== null) redirect("/profile");
  const program = await getProgram();
  const rule = signUpRule(program);
  return (
    <AuthCard
      footer={
        <>
          Already have an account? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      lead={
        program.signUpPolicy === "invitation"
          ? undefined
          : "Everyone joins as a mentee. It takes a minute."
      }
      title="Create your account"
    >
      {rule === null ? null : <Alert title={rule}>{contactOf(program)}</Alert>}
      {program.signUpPolicy === "invitation" ? null : (
        <>
          <SignUpForm />
          <OtherWaysIn next="/profile" providers={signInProviders()} />
        </>
      )}
    </AuthCard>
  );
}

function contactOf({ contactEmail }: Awaited<ReturnType<typeof getProgram>>) {
  if (contactEmail === null) return <p>Ask your program manager.</p>;
  return (
    <p>
      Questions?{" "}
      <a className="underline" href={`mailto:${contactEmail}`}>
        {contactEmail}
      </a>
    </p>
  );
}
