import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { ReportPage } from "../_components/report-page";

export const metadata: Metadata = { title: "Report" };

export default async function OneReportPage({ params }: PageProps<"/reports/[id]">) {
  const { id } = await params;
  const actor = await requireActor(`/reports/${encodeURIComponent(id)}`);
  if (!can(actor, "misuseReport:read")) notFound();
  await orNotFound(api.misuseReport.byId({ id }));
  await Promise.all([api.misuseReport.byId.prefetch({ id }), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <ReportPage id={id} />
    </HydrateClient>
  );
}
