import { type SignInProblem, signInProblem } from "@sundial/validators";
import type { Metadata } from "next";
import Link from "next/link";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { signInProviders } from "~/server/server";
import { getActor } from "~/trpc/server";
import { AuthCard } from "../../_components/auth-card";
import { AuthLink } from "../../_components/auth-link";

export const metadata: Metadata = { title: "Sign-in problem" };

/** Says why signing in with a provider came to nothing, and what to do. */
export default async function SignInProblemPage({ searchParams }: PageProps<"/sign-in/problem">) {
  const { reason, provider } = await searchParams;
  const name = signInProviders().find(({ id }) => id === provider)?.name ?? "the other service";
  // Better Auth names its own reasons, which all mean that the sign-in is over.
  const { title, text } = explanations[signInProblem.catch("expired").parse(reason)](name);
  const isSignedIn = (await getActor()) !== null;
  return (
    <AuthCard
      footer={
        <>
          New here? <AuthLink href="/sign-up">Create an account</AuthLink>
        </>
      }
      title={isSignedIn ? "That didn't work" : "You aren't signed in"}
    >
      <Alert title={title} tone="bad">
        <p>{text}</p>
      </Alert>
      <Button asChild>
        <Link href={isSignedIn ? "/account" : "/sign-in"}>
          {isSignedIn ? "Back to your account" : "Back to sign-in"}
        </Link>
      </Button>
    </AuthCard>
  );
}

interface Explanation {
  title: string;
  text: string;
}

const explanations: Record<SignInProblem, (name: string) => Explanation> = {
  expired: () => ({
    title: "This sign-in is over.",
    text: "It took longer than ten minutes, was used already, or began in another browser. Start again.",
  }),
  refused: (name) => ({
    title: `Nothing was shared by ${name}.`,
    text: "You or they cancelled. Try again, or sign in another way.",
  }),
  away: (name) => ({
    title: `We can't reach ${name}.`,
    text: "Try again in a few minutes, or sign in another way.",
  }),
  invalid: (name) => ({
    title: `We couldn't verify the answer from ${name}.`,
    text: "Try again. If it happens again, tell your program manager.",
  }),
  noAddress: (name) => ({
    title: `We got no email address from ${name}.`,
    text: "Add an address there and allow it to be shared, or sign in another way.",
  }),
  unverifiedAddress: (name) => ({
    title: `Your email address isn't verified at ${name}.`,
    text: "Verify it there, then try again. Or sign in another way, and connect it on your account page.",
  }),
  otherIdentity: (name) => ({
    title: `Another account at ${name} is connected already.`,
    text: "Use that one, or sign in another way. You can disconnect it on your account page.",
  }),
  connectedElsewhere: (name) => ({
    title: `Your account at ${name} belongs to another person's account here.`,
    text: "It can open only one account. Disconnect it there first.",
  }),
  signedOut: () => ({
    title: "You have been signed out in the meantime.",
    text: "Sign in and connect it again on your account page.",
  }),
  unconfirmedAccount: () => ({
    title: "Your email address isn't confirmed yet.",
    text: "Ask for a new password with “Forgot your password?”. The link in that email confirms your address.",
  }),
  suspended: () => ({
    title: "This account is suspended.",
    text: "Contact your program manager.",
  }),
  boundElsewhere: () => ({
    title: "Your organization has its own sign-in.",
    text: "People with your email address sign in with it, and only with it. Go back, enter your address, and follow the button that appears.",
  }),
  foreignAddress: (name) => ({
    title: `Your email address doesn't belong to ${name}.`,
    text: "Sign in another way.",
  }),
  closed: () => ({
    title: "This program doesn't accept sign-ups with your email address.",
    text: "If you have an account with another address, sign in with that one and connect this sign-in on your account page. Otherwise, ask your program manager.",
  }),
  invitationGone: () => ({
    title: "This invitation can't be used any more.",
    text: "It was used, replaced or revoked, it expired, or its address has an account by now. Sign in if you have an account. Otherwise, ask for a new invitation.",
  }),
  factorLost: () => ({
    title: "Your two-factor authentication couldn't be migrated.",
    text: "You can't sign in yet. Contact your program manager.",
  }),
  trouble: () => ({
    title: "Something went wrong on our side.",
    text: "Try again in a minute.",
  }),
};
