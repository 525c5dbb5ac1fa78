"use client";

import { SectionCard } from "~/components/section-card";
import { api } from "~/trpc/client";

/** How a person can sign in, as names. */
export function MemberSignIn({ id, name }: { id: string; name: string }) {
  const [methods] = api.member.signInMethods.useSuspenseQuery({ id });
  const { hasPassword, providers, passkeys, hasAuthenticatorApp } = methods;
  const ways = [
    ...(hasPassword ? ["Password"] : []),
    ...providers,
    ...(passkeys > 0 ? [passkeys === 1 ? "1 passkey" : `${passkeys} passkeys`] : []),
  ];
  return (
    <SectionCard title="Sign-in methods">
      {ways.length === 0 ? (
        <p>{name} can sign in only through a link in an email.</p>
      ) : (
        <ul className="list-inside list-disc">
          {ways.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      )}
      <p className="text-muted">
        {hasAuthenticatorApp
          ? "After a password, an authenticator app is asked for a code."
          : "No authenticator app."}
      </p>
    </SectionCard>
  );
}
