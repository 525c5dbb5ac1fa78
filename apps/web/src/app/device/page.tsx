import { can } from "@sundial/auth/permissions";
import { deviceLoginByCodeInput } from "@sundial/validators";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { CodeForm } from "./_components/code-form";
import { DeviceRequest } from "./_components/device-request";

export const metadata: Metadata = { title: "Sign in a program", referrer: "no-referrer" };

/**
 * Where a person answers a program that shows a code (RFC 8628). Opening it with a code only shows
 * the request, because links can be sent by anyone.
 */
export default async function DevicePage({ searchParams }: PageProps<"/device">) {
  const { code } = await searchParams;
  const typed = typeof code === "string" ? code : "";
  const actor = await requireActor(
    typed === "" ? "/device" : `/device?code=${encodeURIComponent(typed)}`,
  );
  if (!can(actor, "personalAccessToken:manage")) notFound();
  const [found] = await Promise.all([
    lookUp(typed),
    api.account.me.prefetch(),
    api.signInMethod.list.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-xl gap-8">
        <PageHeader
          lead={
            <>
              You're signed in as <span>{actor.email}</span>.
            </>
          }
          title="Sign in a program"
        />
        {found.login === null ? (
          <CodeForm code={typed} key={typed} problem={found.problem} />
        ) : (
          <DeviceRequest key={found.login.id} login={found.login} />
        )}
      </div>
    </HydrateClient>
  );
}

/** The request behind a code, or why there is none to show. */
async function lookUp(typed: string) {
  if (typed === "") return { login: null, problem: null };
  const input = deviceLoginByCodeInput.safeParse({ userCode: typed });
  if (!input.success) return { login: null, problem: "That isn't a code. Check the letters." };
  try {
    return { login: await api.deviceLogin.byCode(input.data), problem: null };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (!(error instanceof Error) || (code !== "NOT_FOUND" && code !== "TOO_MANY_REQUESTS")) {
      throw error;
    }
    return { login: null, problem: error.message };
  }
}
