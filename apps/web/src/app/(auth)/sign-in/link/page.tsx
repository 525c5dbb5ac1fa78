import type { Metadata } from "next";
import { AuthCard } from "../../_components/auth-card";
import { AuthLink } from "../../_components/auth-link";
import { FollowLinkForm, SignInLinkIsDead } from "../../_components/follow-link-form";

export const metadata: Metadata = { title: "Sign in by email", referrer: "no-referrer" };

/** Following the link alone changes nothing, because mail programs follow links, too. */
export default async function SignInLinkPage({ searchParams }: PageProps<"/sign-in/link">) {
  const { token } = await searchParams;
  return (
    <AuthCard
      footer={
        <>
          Didn't ask for a link? <AuthLink href="/sign-in">Sign in another way</AuthLink>
        </>
      }
      title="Sign in by email"
    >
      {typeof token === "string" ? <FollowLinkForm token={token} /> : <SignInLinkIsDead />}
    </AuthCard>
  );
}
