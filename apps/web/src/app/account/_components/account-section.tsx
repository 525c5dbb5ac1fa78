import { type ReactNode, type Ref, useId } from "react";
import { Card } from "~/components/ui/card";

interface AccountSectionProps {
  title: string;
  lead?: ReactNode;
  /** To give the focus to when the button that had it is gone. */
  headingRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
}

export function AccountSection({ title, lead, headingRef, children }: AccountSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Card className="grid gap-5">
        <div className="grid gap-1">
          <h2 className="text-2xl" id={id} ref={headingRef} tabIndex={-1}>
            {title}
          </h2>
          {lead ? <p className="text-muted">{lead}</p> : null}
        </div>
        {children}
      </Card>
    </section>
  );
}
