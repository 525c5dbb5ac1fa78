"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { changeMemberStatusesInput, type UserStatus } from "@sundial/validators";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextAreaField } from "~/components/ui/form-fields";
import { showFormError, toWireError } from "~/lib/form-errors";
import { roleLabels, userStatusLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import { MemberStatus } from "./member-status";

type Preview = RouterOutputs["member"]["previewStatuses"];

interface ChangeStatusesProps {
  preview: Preview;
  status: UserStatus;
}

const fields = z.object({ reason: changeMemberStatusesInput.shape.reason });

/** What a decision about several people will do to each of them, and the decision itself. */
export function ChangeStatuses({ preview, status }: ChangeStatusesProps) {
  const router = useRouter();
  const cache = api.useUtils();
  const [done, setDone] = useState<RouterOutputs["member"]["changeStatuses"] | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (done) result.current?.focus();
  }, [done]);
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { reason: "" } });
  const change = api.member.changeStatuses.useMutation({
    onSuccess: (made) => {
      setDone(made);
      void cache.member.invalidate();
    },
    onError: (error) => {
      showFormError(form, error, {});
      // The preview was wrong, so it is read again.
      if (toWireError(error).code === "STALE_VERSION") router.refresh();
    },
  });
  if (done !== null) {
    return (
      <Alert ref={result} tabIndex={-1} title={doneLabel(done, status)} tone="good">
        {done.sessionsCancelled > 0 ? <p>{cancelledLabel(done.sessionsCancelled)}</p> : null}
        <Link className="underline" href="/people">
          All people
        </Link>
      </Alert>
    );
  }
  const changing = preview.people.filter(({ changes }) => changes);
  return (
    <Card className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div className="grid gap-1">
        <h2 className="text-2xl">{headingOf(changing.length, status)}</h2>
        <p className="text-muted">{meaningOf[status]}</p>
        {preview.sessions > 0 ? (
          <p className="font-semibold">
            {cancelLabel(preview.sessions)} We tell the others, but not why.
          </p>
        ) : null}
      </div>
      <ul className="divide-y divide-line rounded-control border border-line">
        {preview.people.map((person) => (
          <Person key={person.id} person={person} status={status} />
        ))}
      </ul>
      {changing.length === 0 ? (
        <Button asChild className="justify-self-start" variant="secondary">
          <Link href="/people">Choose other people</Link>
        </Button>
      ) : (
        <Form
          className="grid gap-5"
          onSubmit={form.handleSubmit(({ reason }) =>
            change.mutate({
              people: changing.map(({ id, version }) => ({ id, version })),
              status,
              reason,
            }),
          )}
        >
          <FormError form={form} />
          <TextAreaField
            form={form}
            hint="One reason for all of them. Staff can see it in the audit log. The people can't. Leave out names and addresses."
            label="Reason"
            name="reason"
          />
          <div className="flex flex-wrap gap-3">
            <SubmitButton
              disabled={change.isPending}
              variant={status === "suspended" ? "danger" : "primary"}
            >
              {change.isPending ? "Saving…" : `${verbOf[status]} ${peopleLabel(changing.length)}`}
            </SubmitButton>
            <Button asChild variant="secondary">
              <Link href="/people">Cancel</Link>
            </Button>
          </div>
        </Form>
      )}
    </Card>
  );
}

const meaningOf: Record<UserStatus, string> = {
  active: "They can sign in, book and be booked. Cancelled sessions stay cancelled.",
  inactive:
    "They can still sign in and see their data, but can't book or be booked. Booked sessions stay.",
  suspended:
    "They're signed out everywhere right away and can't sign in until you reactivate them.",
};

const verbOf: Record<UserStatus, string> = {
  active: "Reactivate",
  inactive: "Deactivate",
  suspended: "Suspend",
};

interface PersonProps {
  person: Preview["people"][number];
  status: UserStatus;
}

function Person({ person, status }: PersonProps) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 p-3 sm:grid-cols-[minmax(0,1fr)_6rem_14rem] sm:items-center">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <Link
          className="font-semibold hover:underline"
          href={`/people/${encodeURIComponent(person.id)}`}
        >
          {person.name}
        </Link>{" "}
        <span className="text-muted text-sm">{roleLabels[person.role]}</span>
      </span>
      <span>
        <MemberStatus status={person.status} />
      </span>
      <span className="text-sm">{effectOn(person, status)}</span>
    </li>
  );
}

function effectOn(
  { isSelf, changes, sessions }: PersonProps["person"],
  status: UserStatus,
): string {
  if (isSelf) return "Stays: this is you.";
  if (!changes) return `Stays: already ${userStatusLabels[status].toLowerCase()}.`;
  const becomes = `Becomes ${userStatusLabels[status].toLowerCase()}`;
  if (status !== "suspended" || sessions === 0) return `${becomes}.`;
  return `${becomes}. ${sessions === 1 ? "1 session" : `${sessions} sessions`} cancelled.`;
}

const peopleLabel = (count: number) => (count === 1 ? "1 person" : `${count} people`);

function headingOf(count: number, status: UserStatus): string {
  if (count === 0) return "Nobody changes";
  return `${peopleLabel(count)} will become ${userStatusLabels[status].toLowerCase()}`;
}

function doneLabel({ changed }: { changed: number }, status: UserStatus): string {
  const verb = changed === 1 ? "is" : "are";
  return `${peopleLabel(changed)} ${verb} ${userStatusLabels[status].toLowerCase()} now.`;
}

function cancelLabel(count: number): string {
  return count === 1 ? "1 session will be cancelled." : `${count} sessions will be cancelled.`;
}

function cancelledLabel(count: number): string {
  return count === 1 ? "1 session was cancelled." : `${count} sessions were cancelled.`;
}
