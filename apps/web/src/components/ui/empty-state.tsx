import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  /** The one next step. */
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-edge border-dashed px-6 py-12 text-center">
      <h2 className="text-xl">{title}</h2>
      <p className="max-w-prose text-muted">{children}</p>
      {action}
    </div>
  );
}
