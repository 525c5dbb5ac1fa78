import { confirmEmailChangeInput } from "@sundial/validators";
import type { Metadata } from "next";
import { PageHeader } from "~/components/page-header";
import { requireActor } from "~/trpc/server";
import { ConfirmAddress } from "./_components/confirm-address";

export const metadata: Metadata = { title: "Confirm email change", referrer: "no-referrer" };

/**
 * The target of the links for a change of address. Opening it changes nothing, because mail
 * programs do that, too.
 */
export default async function ConfirmAddressPage({ searchParams }: PageProps<"/confirm-address">) {
  const input = confirmEmailChangeInput.safeParse({ token: (await searchParams).token });
  const token = input.success ? input.data.token : null;
  const query = token === null ? "" : `?token=${encodeURIComponent(token)}`;
  const actor = await requireActor(`/confirm-address${query}`);
  return (
    <div className="mx-auto grid max-w-xl gap-8">
      <PageHeader
        lead={
          <>
            You're signed in as <span>{actor.email}</span>.
          </>
        }
        title="Change your email address"
      />
      <ConfirmAddress token={token} />
    </div>
  );
}
