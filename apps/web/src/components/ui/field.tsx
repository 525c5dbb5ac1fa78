import type { ComponentProps, ReactNode } from "react";
import { cn } from "~/lib/cn";

interface FieldProps {
  id: string;
  label: string;
  hint?: ReactNode;
  /** Shown next to the field and read out with it. */
  error?: string;
  optional?: boolean;
  children: ReactNode;
}

/** A label, a control, its hint and its error, connected by `id`; see `describedBy`. */
export function Field({ id, label, hint, error, optional = false, children }: FieldProps) {
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1.5">
      <label className="font-semibold" htmlFor={id}>
        {label}
        {optional ? <span className="font-normal text-muted"> (optional)</span> : null}
      </label>
      {hint ? (
        <p className="text-sm text-muted" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {children}
      {error ? (
        <p className="text-sm font-medium text-bad" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** The attributes that connect a control to its Field. */
export function describedBy({ id, hint, error }: Pick<FieldProps, "id" | "hint" | "error">) {
  const ids = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  return {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": ids.length > 0 ? ids.join(" ") : undefined,
  } as const;
}

const control =
  "w-full rounded-control border border-edge bg-surface px-3.5 py-2.5 text-base text-ink placeholder:text-muted aria-invalid:border-bad";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(control, "h-12", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(control, "min-h-28", className)} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(control, "h-12", className)} {...props} />;
}

interface OptionsProps<Value extends string> {
  values: readonly Value[];
  labels: Record<Value, string>;
}

/** An option with a label for each value. */
export function Options<Value extends string>({ values, labels }: OptionsProps<Value>) {
  return values.map((value) => (
    <option key={value} value={value}>
      {labels[value]}
    </option>
  ));
}
