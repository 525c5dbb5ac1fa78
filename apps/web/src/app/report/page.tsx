import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { pathWith } from "~/lib/address";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { OwnReports } from "./_components/own-reports";
import { ReportForm } from "./_components/report-form";
import { readReportTarget } from "./_components/report-target";

export const metadata: Metadata = { title: "Report misuse" };

export default async function ReportPage({ searchParams }: PageProps<"/report">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/report", search));
  if (!can(actor, "misuseReport:submit")) notFound();
  const target = readReportTarget(search);
  if (target === undefined) notFound();
  if (target?.about === "person" && target.personId === actor.id) notFound();
  const [preview] = await Promise.all([
    target && orNotFound(api.misuseReport.preview({ target })),
    api.misuseReport.mine.prefetch({}),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead="Your program team reads each report. The person you report isn't told about it, or who sent it."
          title="Report misuse"
        />
        {target && preview ? <ReportForm preview={preview} target={target} /> : null}
        <OwnReports isAlone={target === null} />
      </div>
    </HydrateClient>
  );
}
