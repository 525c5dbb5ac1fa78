import { type ReactNode, type Ref, useId } from "react";
import { Card } from "./ui/card";

interface SectionCardProps {
  title: string;
  lead?: ReactNode;
  /** Gets the focus when the focused button is gone. */
  headingRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
}

/** A part of a page with its own heading. */
export function SectionCard({ title, lead, headingRef, children }: SectionCardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Card className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <div className="grid gap-1">
          <h2 className="text-2xl" id={id} ref={headingRef} tabIndex={headingRef ? -1 : undefined}>
            {title}
          </h2>
          {lead ? <p className="text-muted">{lead}</p> : null}
        </div>
        {children}
      </Card>
    </section>
  );
}
