"use client";

import { fieldVisibility } from "@sundial/validators";
import { type ReactNode, useId } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { Options, Select } from "~/components/ui/field";
import { fieldVisibilityLabels } from "~/lib/labels";
import { registerField } from "~/lib/register-field";

interface VisibilityFieldProps<Values extends FieldValues, Context, Output> {
  form: UseFormReturn<Values, Context, Output>;
  /** The path of the choice. */
  name: Path<Values>;
  /** The field's own label. */
  of: string;
  children: ReactNode;
}

/** A field of the profile, with the choice of who sees it below. */
export function VisibilityField<Values extends FieldValues, Context, Output>({
  form,
  name,
  of,
  children,
}: VisibilityFieldProps<Values, Context, Output>) {
  const id = useId();
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2">
      {children}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <label className="text-muted" htmlFor={id}>
          Who sees this<span className="sr-only">: {of}</span>
        </label>
        <Select
          className="h-10 w-auto max-w-full py-1 text-sm"
          id={id}
          {...registerField(form, name)}
        >
          <Options labels={fieldVisibilityLabels} values={fieldVisibility.options} />
        </Select>
      </div>
    </div>
  );
}
