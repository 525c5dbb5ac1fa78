import type { RouterOutputs } from "@sundial/api";
import { mayAccept } from "@sundial/validators";
import type { Metadata } from "next";
import Link from "next/link";
import { ProviderButtons } from "~/components/provider-buttons";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { pathWith } from "~/lib/address";
import { signInProviders } from "~/server/server";
import { api, getActor, getProgram } from "~/trpc/server";
import { AcceptInvitation } from "../_components/accept-invitation";
import { AuthCard } from "../_components/auth-card";
import { AuthLink } from "../_components/auth-link";
import { DeadLink } from "../_components/dead-link";
import { JoinForm } from "../_components/join-form";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** For the link of an invitation. Opening it uses nothing up. */
export default async function InvitationPage({ searchParams }: PageProps<"/invitation">) {
  const token = String((await searchParams).token ?? "");
  const invitation = await readInvitation(token);
  const { name } = await getProgram();
  if (invitation === null) return <NoInvitation />;
  const { email, role, invitedBy } = invitation;
  return (
    <AuthCard
      footer={
        <>
          Not what you expected? Close this page, and nothing happens.{" "}
          <AuthLink href="/">See the program</AuthLink>
        </>
      }
      lead={`${invitedBy ?? "The program"} invites ${email} to join ${offers[role]}.`}
      title={`Welcome to ${name}`}
    >
      <WaysToAccept invitation={invitation} token={token} />
    </AuthCard>
  );
}

type Preview = RouterOutputs["invitation"]["preview"];

async function readInvitation(token: string): Promise<Preview | null> {
  try {
    return await api.invitation.preview({ token });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "BAD_REQUEST") return null;
    throw error;
  }
}

const offers = {
  mentee: "as a mentee, who books office sessions with mentors",
  mentor: "as a mentor, who holds office sessions",
  pm: "as a program manager, who looks after people and sessions",
  admin: "as an admin, who looks after accounts, settings and the audit log",
} satisfies Record<Preview["role"], string>;

async function WaysToAccept({ invitation, token }: { invitation: Preview; token: string }) {
  const actor = await getActor();
  const { email, role, hasAccount, provider } = invitation;
  const here = pathWith("/invitation", { token });
  if (actor !== null) {
    const canAccept = mayAccept({ current: actor.role, invited: role });
    return (
      <AcceptInvitation
        canAccept={canAccept}
        email={email}
        ownAddress={actor.email}
        role={role}
        token={token}
      />
    );
  }
  if (hasAccount) {
    return (
      <>
        <Alert title="You have an account already.">
          <p>Sign in to accept the invitation with it.</p>
        </Alert>
        <Button asChild>
          <Link href={pathWith("/sign-in", { next: here })}>Sign in</Link>
        </Button>
      </>
    );
  }
  if (provider !== null) {
    return (
      <>
        <p>People with your address sign in with {provider.name}.</p>
        <ProviderButtons invitation={token} next={here} providers={[provider]} />
      </>
    );
  }
  // An organization's provider speaks only for its own addresses.
  const providers = signInProviders().filter(({ domains = [] }) => domains.length === 0);
  return (
    <>
      <JoinForm email={email} token={token} />
      {providers.length > 0 ? (
        <div className="grid gap-3 border-line border-t pt-5">
          <ProviderButtons invitation={token} next={here} providers={providers} />
        </div>
      ) : null}
      <p className="text-center text-muted">
        Do you have an account with another address?{" "}
        <AuthLink href={pathWith("/sign-in", { next: here })}>Sign in</AuthLink>
      </p>
    </>
  );
}

function NoInvitation() {
  return (
    <AuthCard
      footer={
        <>
          Have an account? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      title="Invitation"
    >
      <DeadLink>
        Invitations work once, for 14 days, and only with the newest link. Ask your program manager
        for a new one.
      </DeadLink>
    </AuthCard>
  );
}
