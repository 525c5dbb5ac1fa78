"use client";

import { type ReactNode, useRef, useState } from "react";
import { SectionCard } from "./section-card";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { ConfirmDialog } from "./ui/confirm-dialog";

/**
 * Changes to the list since the page loaded: the latest one created, and whether one was revoked.
 */
export function useRevocableList<Created extends { id: string }>() {
  const heading = useRef<HTMLHeadingElement>(null);
  const [created, setCreated] = useState<Created | null>(null);
  const [hasRevoked, setHasRevoked] = useState(false);
  return {
    heading,
    created,
    hasRevoked,
    onCreated: (made: Created) => {
      setHasRevoked(false);
      setCreated(made);
    },
    onRevoked: (id: string) => {
      if (created?.id === id) setCreated(null);
      setHasRevoked(true);
      // The button that led here is gone.
      heading.current?.focus();
    },
  };
}

interface RevocableListProps<Item extends { id: string }> {
  list: Omit<ReturnType<typeof useRevocableList>, "onCreated">;
  title: string;
  lead: string;
  /** The singular and plural nouns. */
  nouns: [one: string, all: string];
  items: readonly Item[];
  /** The maximum number. */
  max: number;
  /** Identifies an item for people who hear the button. */
  nameOf: (item: Item) => string;
  /** What revoking will cause. */
  warningOf: (item: Item) => string;
  facts: (item: Item) => ReactNode;
  revoke: {
    mutate: (input: { id: string }, options: { onSuccess: () => void }) => void;
    reset: () => void;
    isPending: boolean;
    error: unknown;
  };
  /** Runs when one is revoked, to remove it from the items. */
  onRevoked: (id: string) => void;
  /** The secret of the latest one, shown once. */
  secret: ReactNode;
  /** The form that creates another. */
  children: ReactNode;
}

/** Secrets a person has handed out: create one, see whether it is used, revoke it. */
export function RevocableList<Item extends { id: string }>({
  list,
  nouns: [one, all],
  items,
  revoke,
  ...props
}: RevocableListProps<Item>) {
  return (
    <SectionCard headingRef={list.heading} lead={props.lead} title={props.title}>
      {items.length === 0 ? (
        <p>You have no {all} yet.</p>
      ) : (
        <ul aria-label={`Your ${all}`} className="grid gap-3">
          {items.map((item) => (
            <li
              className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
              key={item.id}
            >
              {props.facts(item)}
              <ConfirmDialog
                confirm={[`Revoke ${one}`, "Revoking…"]}
                description={props.warningOf(item)}
                mutation={{
                  ...revoke,
                  mutate: (options) => revoke.mutate({ id: item.id }, options),
                }}
                onDone={() => {
                  props.onRevoked(item.id);
                  list.onRevoked(item.id);
                }}
                title={`Revoke this ${one}?`}
                trigger={
                  <Button size="small" variant="danger">
                    Revoke
                    <span className="sr-only">
                      {" "}
                      the {one} {props.nameOf(item)}
                    </span>
                  </Button>
                }
              />
            </li>
          ))}
        </ul>
      )}
      {list.hasRevoked ? <Alert title={`The ${one} was revoked.`} tone="good" /> : null}
      {props.secret ? (
        <div className="grid gap-4 rounded-card border border-good p-4">{props.secret}</div>
      ) : null}
      {items.length < props.max ? (
        props.children
      ) : (
        <p className="text-muted">
          You've reached the limit of {props.max}. Revoke one to create another.
        </p>
      )}
    </SectionCard>
  );
}
