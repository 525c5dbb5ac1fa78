"use client";

import { NOTES_MAX, type NoteVisibility } from "@sundial/validators";
import { useEffect, useId, useRef, useState } from "react";
import { z } from "zod";
import { ReportLink } from "~/components/report-link";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Textarea } from "~/components/ui/field";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import { nameOf, relationTo } from "./parties";

interface NotesProps {
  session: OfficeSession;
  viewerId: string;
}

/** What the two people write about a session, together and each for themselves. */
export function Notes({ session, viewerId }: NotesProps) {
  const officeSessionId = session.id;
  const [notes] = api.sessionNote.read.useSuspenseQuery({ officeSessionId });
  const isStaff = relationTo(session, viewerId) === "staff";
  if (!notes.mayWrite && notes.shared === "" && notes.own === "") return null;
  return (
    <>
      <SectionCard
        lead={`${isStaff ? "Both people" : "Both of you"} write them. The program team can read them.`}
        title="Shared notes"
      >
        <NotesText
          label="Shared notes"
          mayWrite={notes.mayWrite}
          officeSessionId={officeSessionId}
          text={notes.shared}
          visibility="shared"
        >
          <SharedLines lines={notes.lines} session={session} viewerId={viewerId} />
          {!isStaff && notes.lines.some(({ authorId }) => authorId !== viewerId) ? (
            <ReportLink about="notes" session={session.id}>
              Report these notes
            </ReportLink>
          ) : null}
        </NotesText>
      </SectionCard>
      {isStaff ? null : (
        <SectionCard
          lead="Nobody but you can read them, not even the program team."
          title="Your private notes"
        >
          <NotesText
            label="Your private notes"
            mayWrite={notes.mayWrite}
            officeSessionId={officeSessionId}
            text={notes.own}
            visibility="private"
          >
            <p className="whitespace-pre-line">{notes.own}</p>
          </NotesText>
        </SectionCard>
      )}
    </>
  );
}

interface SharedLinesProps extends NotesProps {
  lines: { authorId: string; text: string }[];
}

/** Each run of lines below the name of who wrote it. */
function SharedLines({ lines, session, viewerId }: SharedLinesProps) {
  const runs: { authorId: string; first: number; texts: string[] }[] = [];
  for (const [at, { authorId, text }] of lines.entries()) {
    const last = runs.at(-1);
    if (last?.authorId === authorId) last.texts.push(text);
    else runs.push({ authorId, first: at, texts: [text] });
  }
  return (
    <ul className="grid gap-3">
      {runs.map(({ authorId, first, texts }) => (
        <li
          className={`border-l-4 pl-3 ${authorId === session.mentorId ? "border-edge" : "border-line"}`}
          key={first}
        >
          <p className="text-muted text-sm">{nameOf(session, authorId, viewerId)}</p>
          <p className="whitespace-pre-line">{texts.join("\n")}</p>
        </li>
      ))}
    </ul>
  );
}

interface NotesTextProps {
  officeSessionId: string;
  visibility: NoteVisibility;
  label: string;
  text: string;
  mayWrite: boolean;
  children: React.ReactNode;
}

/** The details of a refusal because both changed the same lines. */
const conflict = z.object({ text: z.string(), merged: z.string() });

function NotesText(props: NotesTextProps) {
  const { officeSessionId, visibility, label, text, mayWrite, children } = props;
  const id = useId();
  const cache = api.useUtils();
  const button = useRef<HTMLButtonElement>(null);
  /** The text as it was, and as the writer has it now; null while they only read. */
  const [draft, setDraft] = useState<{ base: string; text: string } | null>(null);
  const [bothVersions, setBothVersions] = useState(false);
  useUnsavedWarning(draft !== null && draft.text !== draft.base);

  const close = () => {
    setDraft(null);
    setBothVersions(false);
    // The focused control is gone.
    setTimeout(() => button.current?.focus());
  };
  const write = api.sessionNote.write.useMutation({
    onSuccess: async () => {
      await cache.sessionNote.read.invalidate({ officeSessionId });
      close();
    },
    onError: (error) => {
      const { code, details } = toWireError(error);
      const found = conflict.safeParse(details);
      if (code !== "STALE_VERSION" || !found.success) return;
      setDraft({ base: found.data.text, text: found.data.merged });
      setBothVersions(true);
    },
  });

  if (draft === null) {
    return (
      <>
        {text === "" ? <p className="text-muted">Nothing yet.</p> : children}
        {mayWrite ? (
          <Button
            className="justify-self-start"
            onClick={() => setDraft({ base: text, text })}
            ref={button}
            variant="secondary"
          >
            {text === "" ? "Write" : "Edit"}
            <span className="sr-only"> {label.toLowerCase()}</span>
          </Button>
        ) : null}
      </>
    );
  }
  const error = write.error ? toWireError(write.error) : null;
  const tooLong = draft.text.length > NOTES_MAX;
  const field = {
    id,
    error: tooLong ? `Use at most ${NOTES_MAX} characters` : undefined,
    hint: undefined,
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!tooLong) write.mutate({ officeSessionId, visibility, ...draft });
      }}
    >
      {bothVersions ? (
        <Alert title="Someone changed the same lines meanwhile.">
          Both versions are in the text now. Keep what you need, and save again.
        </Alert>
      ) : null}
      {error && error.code !== "STALE_VERSION" ? <Alert title={error.error} tone="bad" /> : null}
      <Field {...field} label={label}>
        <Textarea
          {...describedBy(field)}
          autoFocus
          onChange={({ target }) => setDraft({ ...draft, text: target.value })}
          rows={8}
          value={draft.text}
        />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button disabled={write.isPending} type="submit">
          {write.isPending ? "Saving…" : "Save notes"}
        </Button>
        <Button onClick={close} variant="secondary">
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** The browser asks before it leaves a page with text that isn't saved. */
function useUnsavedWarning(isUnsaved: boolean) {
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isUnsaved]);
}
