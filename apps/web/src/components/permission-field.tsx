"use client";

import { type Permission, permissionLabels } from "@sundial/validators";
import { useId } from "react";
import { type Control, type FieldValues, type Path, useController } from "react-hook-form";
import { z } from "zod";

interface PermissionFieldProps<Values extends FieldValues, Context, Output> {
  control: Control<Values, Context, Output>;
  name: Path<Values>;
  /** The permissions to choose from. */
  offered: readonly Permission[];
  hint?: string;
}

const names = z.array(z.string());

/** A choice of permissions, each with its name for people and the one in the API. */
export function PermissionField<Values extends FieldValues, Context, Output>({
  control,
  name,
  offered,
  hint,
}: PermissionFieldProps<Values, Context, Output>) {
  const { field, fieldState } = useController({ control, name });
  const id = useId();
  const chosen = names.parse(field.value);
  const message = fieldState.error?.message ?? (fieldState.error ? "Check the permissions" : null);
  const described = [hint ? `${id}-hint` : "", message ? `${id}-error` : ""].join(" ").trim();
  return (
    <fieldset
      aria-describedby={described || undefined}
      className="grid gap-2"
      ref={field.ref}
      tabIndex={-1}
    >
      <legend className="font-semibold">Permissions</legend>
      {hint ? (
        <p className="text-muted text-sm" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <div className="grid gap-x-6 sm:grid-cols-2">
        {offered.map((permission) => (
          <label className="flex min-h-11 items-start gap-2.5 py-1.5" key={permission}>
            <input
              checked={chosen.includes(permission)}
              className="mt-0.5 size-5 shrink-0 accent-(--action)"
              onBlur={field.onBlur}
              onChange={({ target }) =>
                field.onChange(
                  target.checked
                    ? [...chosen, permission]
                    : chosen.filter((each) => each !== permission),
                )
              }
              type="checkbox"
            />
            <span className="min-w-0">
              {permissionLabels[permission]}
              <span className="block text-muted text-sm">{permission}</span>
            </span>
          </label>
        ))}
      </div>
      {message ? (
        <p className="font-medium text-bad text-sm" id={`${id}-error`}>
          {message}
        </p>
      ) : null}
    </fieldset>
  );
}

/** Permissions in words, folded away when there are many. */
export function PermissionSummary({ permissions }: { permissions: readonly string[] }) {
  const known = Object.entries(permissionLabels).filter(([name]) => permissions.includes(name));
  const labels = known.map(([, label]) => label);
  if (labels.length <= 3) return <p>{labels.join(", ")}</p>;
  return (
    <details>
      <summary className="min-h-6 cursor-pointer">{labels.length} permissions</summary>
      <ul className="ml-5 list-disc">
        {labels.map((label) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
    </details>
  );
}
