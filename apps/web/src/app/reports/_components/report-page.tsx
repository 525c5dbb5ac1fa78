"use client";

import Link from "next/link";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { useViewerZone } from "~/components/use-viewer-zone";
import {
  misuseReasonLabels,
  misuseSubjectLabels,
  roleLabels,
  userStatusLabels,
} from "~/lib/labels";
import { api } from "~/trpc/client";
import type { MisuseReport } from "~/trpc/types";
import { DecideReport } from "./decide-report";
import { ReportStatus } from "./report-status";

/** One report, with what helps to decide, and the decision. */
export function ReportPage({ id }: { id: string }) {
  const [report] = api.misuseReport.byId.useSuspenseQuery({ id });
  const [isDone, setIsDone] = useState(false);
  // The pressed button is gone, so the focus goes to the report's new state.
  const heading = useRef<HTMLHeadingElement>(null);
  const { outcome, reported } = report;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when it has been decided.
  useEffect(() => {
    if (isDone) heading.current?.focus();
  }, [outcome]);
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="justify-self-start text-muted underline" href="/reports">
        All reports
      </Link>
      {isDone ? (
        <Alert title="Decided. The person who reported it sees that it was decided." tone="good" />
      ) : null}
      <Card className="grid gap-6">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <h1 className="min-w-0 text-3xl [overflow-wrap:anywhere]" ref={heading} tabIndex={-1}>
            Report about {reported.name}
          </h1>
          <ReportStatus outcome={outcome} />
        </header>
        <Facts report={report} />
        {outcome === null ? <DecideReport onDone={() => setIsDone(true)} report={report} /> : null}
      </Card>
    </div>
  );
}

function Facts({ report }: { report: MisuseReport }) {
  const formats = useFormats();
  const zone = useViewerZone();
  const { reported, reporter, about, reason, words, quote, officeSession, otherReports } = report;
  return (
    <dl className="grid gap-4">
      <Row term="Person">
        <PersonLink {...reported} /> ({roleLabels[reported.role].toLowerCase()},{" "}
        {userStatusLabels[reported.status].toLowerCase()})
        <span className="block text-muted text-sm">
          {otherReports === 0
            ? "No other reports about them."
            : `${otherReports === 100 ? "100 or more" : otherReports} other ${otherReports === 1 ? "report" : "reports"} about them.`}{" "}
          Admins can suspend people on their page.
        </span>
      </Row>
      <Row term="Reported by">
        {reporter ? <PersonLink {...reporter} /> : "A former member"}
        <span className="block text-muted text-sm" data-slot="time">
          {formats.fullDateTime(report.createdAt, zone)}
        </span>
      </Row>
      <Row term="Reason">{misuseReasonLabels[reason]}</Row>
      <Row term="What happened">
        {words ? (
          <span className="whitespace-pre-line">{words}</span>
        ) : (
          <span className="text-muted">Removed with the account of the person who wrote it.</span>
        )}
      </Row>
      {about === "person" ? null : (
        <Row term={misuseSubjectLabels[about]}>
          {quote ? (
            <blockquote className="whitespace-pre-line border-edge border-l-4 pl-3">
              {quote}
            </blockquote>
          ) : (
            <span className="text-muted">No words.</span>
          )}
          <span className="block text-muted text-sm">As it was when it was reported.</span>
        </Row>
      )}
      {officeSession ? (
        <Row term="Session">
          <Link className="underline" href={`/sessions/${officeSession.id}`}>
            {officeSession.topic}
          </Link>
          <span className="block text-muted text-sm" data-slot="time">
            {formats.fullDateTime(officeSession.startsAt, zone)}
          </span>
        </Row>
      ) : null}
      {report.decidedAt === null ? null : (
        <Row term="Decision">
          <span className="whitespace-pre-line">{report.decision || "No words."}</span>
          <span className="block text-muted text-sm" data-slot="time">
            {formats.fullDateTime(report.decidedAt, zone)}
            {report.decidedBy === null ? null : ` by ${report.decidedBy.name}`}
          </span>
        </Row>
      )}
    </dl>
  );
}

function PersonLink({ id, name }: { id: string; name: string }) {
  return (
    <Link className="underline" href={`/people/${encodeURIComponent(id)}`}>
      {name}
    </Link>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 sm:grid-cols-[8rem_1fr]">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
