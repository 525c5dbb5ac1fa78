import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { Choices } from "./_components/choices";
import { SettingsForm } from "./_components/settings-form";

export const metadata: Metadata = { title: "What you hear of" };

export default async function NotificationChoicesPage() {
  const actor = await requireActor("/notifications/choices");
  if (!can(actor, "self:update")) notFound();
  await Promise.all([
    api.notification.choices.prefetch(),
    api.notification.settings.prefetch(),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead={
            <>
              Emails about your password and how you sign in always come.{" "}
              <Link className="underline" href="/notifications">
                See your notifications
              </Link>
            </>
          }
          title="What you hear of"
        />
        <SettingsForm />
        <Choices />
      </div>
    </HydrateClient>
  );
}
