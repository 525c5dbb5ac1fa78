"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { ListPages } from "~/components/list-pages";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { EmptyState } from "~/components/ui/empty-state";
import { useViewerZone } from "~/components/use-viewer-zone";
import { lapseLabels, objectionStatusLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import type { Objection } from "~/trpc/types";
import { DecideObjection } from "./decide-objection";
import { type ObjectionQuery, objectionsPath } from "./objection-query";

const tones = { open: "sun", accepted: "good", declined: "neutral" } as const;

/** Objections, which staff decide in place. */
export function ObjectionList({ query }: { query: ObjectionQuery }) {
  const [{ items, nextCursor }] = api.reliability.listObjections.useSuspenseQuery(query);
  const [done, setDone] = useState<string | null>(null);
  // The decided one leaves the queue, so the focus goes to what became of it.
  const message = useRef<HTMLDivElement>(null);
  return (
    <section aria-label="Results" className="grid gap-4">
      <div className="empty:hidden" ref={message} tabIndex={-1}>
        {done ? <Alert title={done} tone="good" /> : null}
      </div>
      {items.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {items.map((item) => (
            <li className="p-4 sm:p-6" key={item.id}>
              <Item
                item={item}
                onDone={(text) => {
                  setDone(text);
                  requestAnimationFrame(() => message.current?.focus());
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <ListPages
        first={query.cursor ? objectionsPath({ status: query.status }) : null}
        next={nextCursor ? objectionsPath({ status: query.status, cursor: nextCursor }) : null}
      />
    </section>
  );
}

function Item({ item, onDone }: { item: Objection; onDone: (message: string) => void }) {
  const formats = useFormats();
  const zone = useViewerZone();
  const { person, officeSession, officeSessionId, lapse, words, answer, status } = item;
  const { mentor, mentee, topic, startsAt } = officeSession;
  const other = mentor.id === person.id ? mentee : mentor;
  return (
    <article className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 text-lg [overflow-wrap:anywhere]">
          <Link className="underline" href={`/people/${encodeURIComponent(person.id)}`}>
            {person.name}
          </Link>
        </h2>
        <Badge tone={tones[status]}>{objectionStatusLabels[status]}</Badge>
      </div>
      <p className="[overflow-wrap:anywhere]">
        {lapseLabels[lapse]}:{" "}
        <Link className="underline" href={`/sessions/${officeSessionId}`}>
          {topic}
        </Link>
        , with {other.name},{" "}
        <time data-slot="time" dateTime={startsAt.toISOString()}>
          {formats.dateTime(startsAt, zone)}
        </time>
      </p>
      <blockquote className="whitespace-pre-line border-edge border-l-4 pl-3 [overflow-wrap:anywhere]">
        {words}
      </blockquote>
      {answer ? (
        <p className="whitespace-pre-line [overflow-wrap:anywhere]">
          <span className="font-semibold">Answer: </span>
          {answer}
        </p>
      ) : null}
      <p className="text-muted text-sm" data-slot="time">
        Sent {formats.dateTime(item.createdAt, zone)}
        {item.decidedAt === null
          ? null
          : `, decided ${formats.dateTime(item.decidedAt, zone)}${item.decidedBy ? ` by ${item.decidedBy.name}` : ""}`}
      </p>
      {status === "open" ? <DecideObjection item={item} onDone={onDone} /> : null}
    </article>
  );
}

function Nothing({ query }: { query: ObjectionQuery }) {
  if (query.cursor) {
    return <EmptyState title="No more objections">This was the last page.</EmptyState>;
  }
  return query.status === "open" ? (
    <EmptyState title="No open objections">
      People can object to no-shows, late cancellations and unanswered requests on their own page.
    </EmptyState>
  ) : (
    <EmptyState title="No decided objections">Nobody has objected to anything yet.</EmptyState>
  );
}
