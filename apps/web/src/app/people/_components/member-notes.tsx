"use client";

import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { MoreButton } from "~/components/more-button";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { api } from "~/trpc/client";
import type { StaffNote } from "~/trpc/types";
import { NoteForm } from "./note-form";
import { notesQuery } from "./notes-query";

interface MemberNotesProps {
  id: string;
  name: string;
  zone: string;
}

/** What staff wrote about a person for each other. */
export function MemberNotes({ id, name, zone }: MemberNotesProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [{ pages }, notes] = api.staffNote.list.useSuspenseInfiniteQuery(notesQuery(id), {
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = pages.flatMap((page) => page.items);
  return (
    <SectionCard
      headingRef={heading}
      lead={`Only program managers and admins see these here. They are part of the data that ${name} can export, so write what you would say to them.`}
      title="Staff notes"
    >
      {items.length === 0 ? <p className="text-muted">No notes yet.</p> : null}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {items.map((note) => (
          <li key={note.id}>
            <Note note={note} onRemoved={() => heading.current?.focus()} zone={zone} />
          </li>
        ))}
      </ul>
      <MoreButton query={notes}>Earlier notes</MoreButton>
      <NoteForm aboutId={id} note={null} />
    </SectionCard>
  );
}

interface NoteProps {
  note: StaffNote;
  zone: string;
  onRemoved: () => void;
}

function Note({ note, zone, onRemoved }: NoteProps) {
  const formats = useFormats();
  const cache = api.useUtils();
  const remove = api.staffNote.remove.useMutation();
  const [isEditing, setIsEditing] = useState(false);
  const { id, body, author, createdAt, updatedAt, mayEdit, mayRemove } = note;
  const by = author?.name ?? "a former member";
  if (isEditing) {
    return <NoteForm aboutId={note.aboutId} note={note} onDone={() => setIsEditing(false)} />;
  }
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-2 border-edge border-l-4 pl-3">
      <p className="whitespace-pre-line [overflow-wrap:anywhere]">{body}</p>
      <p className="text-muted text-sm" data-slot="time">
        {by},{" "}
        <time dateTime={createdAt.toISOString()}>{formats.fullDateTime(createdAt, zone)}</time>
        {updatedAt > createdAt ? " (edited)" : ""}
      </p>
      <div className="flex flex-wrap gap-2">
        {mayEdit ? (
          <Button onClick={() => setIsEditing(true)} size="small" variant="secondary">
            Edit<span className="sr-only"> the note “{body.slice(0, 40)}”</span>
          </Button>
        ) : null}
        {mayRemove ? (
          <ConfirmDialog
            confirm={["Remove", "Removing…"]}
            description="This can't be undone."
            mutation={{
              mutate: ({ onSuccess }) => remove.mutate({ id }, { onSuccess }),
              reset: remove.reset,
              isPending: remove.isPending,
              error: remove.error,
            }}
            onClosed={onRemoved}
            onDone={() => cache.staffNote.list.invalidate()}
            title="Remove this note?"
            trigger={
              <Button size="small" variant="ghost">
                Remove<span className="sr-only"> the note “{body.slice(0, 40)}”</span>
              </Button>
            }
          />
        ) : null}
      </div>
    </article>
  );
}
