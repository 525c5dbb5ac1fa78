"use client";

import { Plus } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { useFieldMessage } from "./edit-form";

interface ListSectionProps {
  /** The list in the form. */
  name: "travel" | "timeOff";
  title: string;
  lead: string;
  add: { label: string; onClick: () => void; disabled: boolean; ref: Ref<HTMLButtonElement> };
  children: ReactNode;
}

/** A part of the form with a list of entries. */
export function ListSection({ name, title, lead, add, children }: ListSectionProps) {
  const message = useFieldMessage(name);
  return (
    <SectionCard lead={lead} title={title}>
      {children}
      {message ? (
        <p className="font-medium text-bad text-sm" role="alert">
          {message}
        </p>
      ) : null}
      <Button
        className="justify-self-start"
        disabled={add.disabled}
        onClick={add.onClick}
        ref={add.ref}
        size="small"
        variant="secondary"
      >
        <Plus aria-hidden className="size-4" />
        {add.label}
      </Button>
    </SectionCard>
  );
}
