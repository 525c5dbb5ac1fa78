import { confirmEmailChangeInput } from "@sundial/validators";
import type { Metadata } from "next";
import { PageHeader } from "~/components/page-header";
import { requireActor } from "~/trpc/server";
import { ConfirmAddress } from "./_components/confirm-address";

export const metadata: Metadata = { title: "Confirm an address", referrer: "no-referrer" };

/** Where the links of a change of address lead. Opening it changes nothing: mail programs do that too. */
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
            For the account you are signed in with, <span>{actor.email}</span>.
          </>
        }
        title="Change your address"
      />
      <ConfirmAddress token={token} />
    </div>
  );
}
