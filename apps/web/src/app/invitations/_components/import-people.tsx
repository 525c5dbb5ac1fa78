"use client";

import { formatNumber, type Role } from "@sundial/validators";
import { useEffect, useRef, useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { FileForm } from "./file-form";
import { decodeText, readPeopleFile, writeResult } from "./read-people-file";
import { RowTable } from "./row-table";
import { useImport } from "./use-import";

interface ImportPeopleProps {
  /** Those that the reader may invite to. */
  roles: readonly Role[];
  sendsEmail: boolean;
}

/** Invites the people of a file, after a look at what becomes of each row. */
export function ImportPeople({ roles, sendsEmail }: ImportPeopleProps) {
  const { step, rows, progress, problem, ...act } = useImport();
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isRunning = step === "checking" || step === "inviting";
  const left = rows.filter(({ fate, isInvited }) => fate === "new" && !isInvited).length;
  const invited = rows.filter(({ isInvited }) => isInvited).length;

  // Each step replaces the button that was pressed.
  useEffect(() => {
    if (step !== "choosing") heading.current?.focus();
  }, [step]);

  // Links are shown nowhere else, and what was sent so far should not be lost by accident.
  useEffect(() => {
    if (step !== "inviting") return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [step]);

  async function read(file: File, role: Role) {
    const text = decodeText(new Uint8Array(await file.arrayBuffer()));
    const people = readPeopleFile(text, { role, allowed: roles });
    if ("problem" in people) return setFileProblem(people.problem);
    setFileProblem(null);
    await act.check(people.rows);
  }

  const failure = fileProblem ?? problem?.error;
  if (step === "choosing") {
    return (
      <Card className="grid gap-5">
        {failure ? <Alert title={failure} tone="bad" /> : null}
        <FileForm onChosen={read} roles={roles} />
      </Card>
    );
  }
  return (
    <Card className="grid gap-5">
      <h2 className="text-2xl" ref={heading} tabIndex={-1}>
        {headings[step]}
      </h2>
      {failure ? <Alert title={failure} tone="bad" /> : null}
      {isRunning ? <Progress {...progress} /> : null}
      {step === "stopped" ? (
        <p>
          {formatNumber(invited)} people are invited, {formatNumber(left)} are not yet. You can go
          on: nobody gets two invitations.
        </p>
      ) : null}
      {step === "done" ? (
        <p>
          {countOf(invited)} invited.{" "}
          {sendsEmail
            ? "Their emails go out over the next few minutes."
            : "Sundial sends no emails here: download the result now, because it has their links, and you won't see these again."}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-3">
        {isRunning ? (
          <Button onClick={act.stop} variant="secondary">
            Stop
          </Button>
        ) : null}
        {step === "checked" && left > 0 ? (
          <Button onClick={act.invite}>Invite {countOf(left)}</Button>
        ) : null}
        {step === "stopped" ? (
          <Button onClick={act.invite}>Go on with {countOf(left)}</Button>
        ) : null}
        {isRunning ? null : (
          <Button
            onClick={() => download(writeResult(rows))}
            variant={step === "done" ? "primary" : "secondary"}
          >
            Download the result
          </Button>
        )}
        {isRunning ? null : (
          <Button onClick={act.restart} variant="secondary">
            Choose another file
          </Button>
        )}
      </div>
      {isRunning ? null : <RowTable rows={rows} />}
    </Card>
  );
}

const headings = {
  checking: "Checking the file",
  checked: "What becomes of each row",
  inviting: "Inviting",
  stopped: "Stopped",
  done: "Done",
} as const;

const countOf = (count: number) => (count === 1 ? "1 person" : `${formatNumber(count)} people`);

function Progress({ done, of }: { done: number; of: number }) {
  const text = `${formatNumber(done)} of ${formatNumber(of)}`;
  return (
    <div className="grid gap-2">
      <progress
        aria-label="Progress"
        className="h-3 w-full accent-(--action)"
        max={of}
        value={done}
      >
        {text}
      </progress>
      <p aria-live="polite" className="text-muted">
        {text}
      </p>
    </div>
  );
}

function download(text: string) {
  // With a mark, spreadsheets read it as UTF-8.
  const url = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "invitations.csv";
  link.click();
  URL.revokeObjectURL(url);
}
