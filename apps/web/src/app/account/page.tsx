import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { AccessTokens } from "./_components/access-tokens";
import { DevicesSection } from "./_components/devices-section";
import { EmailSection } from "./_components/email-section";
import { EraseSection } from "./_components/erase-section";
import { ExportSection } from "./_components/export-section";
import { Passkeys } from "./_components/passkeys";
import { PasswordSection } from "./_components/password-section";
import { SecondFactor } from "./_components/second-factor";
import { SignInMethods } from "./_components/sign-in-methods";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requireActor("/account");
  const hasTokens = can(actor, "personalAccessToken:manage");
  await Promise.all([
    api.account.me.prefetch(),
    api.account.emailChange.prefetch(),
    api.account.listSessions.prefetch(),
    api.secondFactor.mine.prefetch(),
    api.signInMethod.list.prefetch(),
    hasTokens ? api.personalAccessToken.list.prefetch() : null,
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead={
            <>
              How you sign in, and the data we store about you.
              {can(actor, "self:update") ? (
                <>
                  {" "}
                  To change your name or time zone, go to{" "}
                  <Link className="underline" href="/profile">
                    your profile
                  </Link>
                  .
                </>
              ) : null}
            </>
          }
          title="Your account"
        />
        <PasswordSection />
        <Passkeys />
        <SignInMethods />
        <SecondFactor />
        <EmailSection />
        <DevicesSection />
        {hasTokens ? <AccessTokens /> : null}
        {can(actor, "reliability:read") ? (
          <p>
            <Link className="underline" href="/reliability">
              Your reliability
            </Link>
          </p>
        ) : null}
        {can(actor, "misuseReport:submit") ? (
          <p>
            <Link className="underline" href="/report">
              Reports you've sent
            </Link>
          </p>
        ) : null}
        <ExportSection />
        <EraseSection />
      </div>
    </HydrateClient>
  );
}
