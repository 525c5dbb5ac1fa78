import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  lead?: ReactNode;
}

export function PageHeader({ title, lead }: PageHeaderProps) {
  return (
    <header className="grid gap-2">
      <h1 className="text-4xl">{title}</h1>
      {lead ? <p className="max-w-prose text-lg text-muted">{lead}</p> : null}
    </header>
  );
}
