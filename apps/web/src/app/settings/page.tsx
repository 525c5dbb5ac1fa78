import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { LogoSection } from "./_components/logo-section";
import { SettingsForm } from "./_components/settings-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireActor("/settings");
  if (!can(actor, "program:read")) notFound();
  await api.program.settings.prefetch();
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead="What your program is called, who may join it, and what it keeps. Changes apply from the next request on and are recorded in the audit log."
          title="Settings"
        />
        <SettingsForm />
        <LogoSection />
      </div>
    </HydrateClient>
  );
}
