"use client";

import type { RouterOutputs } from "@sundial/api";
import { type RefObject, useEffect, useRef } from "react";
import { ApplicationTexts } from "~/app/applications/_components/application-texts";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { ApplicationForm } from "./application-form";

type Application = NonNullable<RouterOutputs["mentorApplication"]["mine"]["application"]>;

/** The person's application: to be written, waiting, or answered. */
export function OwnApplication() {
  const [{ application }] = api.mentorApplication.mine.useSuspenseQuery();
  // The pressed button is gone afterwards, so the focus goes to the new state.
  const heading = useRef<HTMLHeadingElement>(null);
  const changedHere = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the state has changed.
  useEffect(() => {
    if (changedHere.current) heading.current?.focus();
    changedHere.current = false;
  }, [application?.id, application?.status]);
  const onChanged = () => {
    changedHere.current = true;
  };
  if (application?.status === "pending") {
    return <Waiting application={application} headingRef={heading} onWithdrawn={onChanged} />;
  }
  return (
    <>
      {application ? <Outcome application={application} /> : null}
      <SectionCard
        headingRef={heading}
        lead="A program manager reads this and answers by email. Mentees don't see it."
        title={application ? "Apply again" : "Your application"}
      >
        <ApplicationForm onSent={onChanged} previous={application} />
      </SectionCard>
    </>
  );
}

interface WaitingProps {
  application: Application;
  headingRef: RefObject<HTMLHeadingElement | null>;
  onWithdrawn: () => void;
}

function Waiting({ application, headingRef, onWithdrawn }: WaitingProps) {
  const zone = useViewerZone();
  const formats = useFormats();
  const cache = api.useUtils();
  const withdraw = api.mentorApplication.withdraw.useMutation();
  return (
    <SectionCard headingRef={headingRef} title="Your application">
      <Alert title="Waiting for an answer" tone="good">
        <p data-slot="time">
          You applied on {formats.fullDateTime(application.submittedAt, zone)}. We'll email you when
          a program manager answers. Until then, you can go on booking sessions.
        </p>
      </Alert>
      <ApplicationTexts application={application} />
      <ConfirmDialog
        confirm={["Withdraw application", "Withdrawing…"]}
        description="Nobody will answer it. You can apply again later."
        mutation={{
          ...withdraw,
          mutate: (options) => withdraw.mutate({ id: application.id }, options),
        }}
        onDone={() => {
          onWithdrawn();
          return cache.mentorApplication.invalidate();
        }}
        title="Withdraw your application?"
        trigger={
          <Button className="justify-self-start" variant="secondary">
            Withdraw application
          </Button>
        }
      />
    </SectionCard>
  );
}

/** What became of the last one. */
function Outcome({ application: { status, answer, settledAt } }: { application: Application }) {
  const zone = useViewerZone();
  const formats = useFormats();
  if (settledAt === null) return null;
  const on = formats.date(settledAt, zone);
  if (status === "declined") {
    return (
      <Alert title="Your application was declined">
        {answer ? <p className="whitespace-pre-line [overflow-wrap:anywhere]">{answer}</p> : null}
        <p className="text-muted text-sm">
          Answered on {on}. You can change your application and send it again.
        </p>
      </Alert>
    );
  }
  if (status === "withdrawn") return <Alert title={`You withdrew your application on ${on}.`} />;
  return (
    <Alert title={`Your application was approved on ${on}, and you're a mentee again since.`} />
  );
}
