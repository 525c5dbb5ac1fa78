"use client";

import { experienceLevelLabels } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import Link from "next/link";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Card } from "~/components/ui/card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { roleLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import type { MentorApplication } from "~/trpc/types";
import { ApplicationStatus } from "./application-status";
import { ApplicationTexts } from "./application-texts";
import { DecideDialog } from "./decide-dialog";

/** One application, with what helps to decide, and the decision. */
export function ApplicationPage({ id }: { id: string }) {
  const [application] = api.mentorApplication.byId.useSuspenseQuery({ id });
  const [done, setDone] = useState<string | null>(null);
  // The pressed button is gone, so the focus goes to the application's new state.
  const heading = useRef<HTMLHeadingElement>(null);
  const { status, actions } = application;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the status has changed.
  useEffect(() => {
    if (done !== null) heading.current?.focus();
  }, [status]);
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="justify-self-start text-muted underline" href="/applications">
        All applications
      </Link>
      {done ? <Alert title={done} tone="good" /> : null}
      <Card className="grid gap-6">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <h1 className="min-w-0 text-3xl [overflow-wrap:anywhere]" ref={heading} tabIndex={-1}>
            {application.applicant.name}
          </h1>
          <ApplicationStatus status={status} />
        </header>
        <Course application={application} />
        <ApplicationTexts application={application} />
        {actions.length > 0 ? (
          <div className="flex flex-wrap gap-3">
            {actions.includes("approve") ? (
              <DecideDialog application={application} decision="approve" onDone={setDone} />
            ) : null}
            {actions.includes("decline") ? (
              <DecideDialog application={application} decision="decline" onDone={setDone} />
            ) : null}
          </div>
        ) : null}
      </Card>
      <Applicant application={application} />
    </div>
  );
}

interface PartProps {
  application: MentorApplication;
}

/** When it was sent, and how it ended. */
function Course({ application }: PartProps) {
  const zone = useViewerZone();
  const formats = useFormats();
  const { submittedAt, settledAt, status, answer, decidedBy } = application;
  return (
    <div className="grid gap-2">
      <p className="text-muted text-sm" data-slot="time">
        Applied {formats.fullDateTime(submittedAt, zone)}
        {settledAt === null
          ? null
          : `. ${endings[status]} ${formats.fullDateTime(settledAt, zone)}`}
        {decidedBy === null ? null : ` by ${decidedBy.name}`}
      </p>
      {answer ? (
        <div className="grid gap-1 rounded-control bg-sunken p-4">
          <p className="text-muted text-sm">Answer</p>
          <p className="whitespace-pre-line [overflow-wrap:anywhere]">{answer}</p>
        </div>
      ) : null}
    </div>
  );
}

const endings = {
  pending: "Waiting since",
  approved: "Approved",
  declined: "Declined",
  withdrawn: "Withdrawn",
} as const;

/** Who applied: their profile as a mentee, and their sessions in numbers. */
function Applicant({ application: { applicant, profile, history } }: PartProps) {
  const zone = useViewerZone();
  const formats = useFormats();
  const { menteeProfile } = profile;
  return (
    <SectionCard title="About the applicant">
      <dl className="grid gap-3">
        <Row term="Email">
          <span className="break-all">{profile.email}</span>
        </Row>
        <Row term="Role">{roleLabels[applicant.role]}</Row>
        <Row term="Member since">
          <time dateTime={profile.createdAt.toISOString()}>
            {formats.date(profile.createdAt, zone)}
          </time>
        </Row>
        <Row term="Time zone">{cityOf(profile.timeZone)}</Row>
        <Row term="Sessions">{sessionsOf(history)}</Row>
        {menteeProfile === null ? (
          <Row term="Profile">Not filled in</Row>
        ) : (
          <>
            <Row term="Experience">{experienceLevelLabels[menteeProfile.experienceLevel]}</Row>
            <Row term="Goals">
              <span className="whitespace-pre-line">{menteeProfile.goals}</span>
            </Row>
            {menteeProfile.background === "" ? null : (
              <Row term="Background">
                <span className="whitespace-pre-line">{menteeProfile.background}</span>
              </Row>
            )}
            <Row term="Interests">
              <span className="flex flex-wrap gap-1.5">
                {menteeProfile.interests.map((label) => (
                  <Badge key={label}>{label}</Badge>
                ))}
              </span>
            </Row>
          </>
        )}
      </dl>
      <Link
        className="justify-self-start underline"
        href={`/people/${encodeURIComponent(applicant.id)}`}
      >
        Everything about this person
      </Link>
    </SectionCard>
  );
}

function sessionsOf({
  booked,
  held,
  cancelled,
  cancelledLate,
  missed,
}: MentorApplication["history"]) {
  if (booked === 0) return "None booked yet";
  const late = cancelledLate > 0 ? ` (${cancelledLate} late)` : "";
  return `${booked} booked, ${held} held, ${cancelled} cancelled by them${late}, ${missed} missed`;
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 sm:grid-cols-[8rem_1fr]">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
