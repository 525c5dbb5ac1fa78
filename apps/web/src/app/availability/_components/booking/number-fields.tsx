"use client";

import type { ReactNode } from "react";
import { describedBy, Field, Input, Select } from "~/components/ui/field";
import { formatMinutes } from "~/lib/minutes";
import { registerField } from "~/lib/register-field";
import { type EditValues, idOf, useEditForm, useFieldMessage } from "../edit-form";

type Settings = EditValues["settings"];
/** Settings that are a number, or null for none. */
type NumberSetting = {
  [Key in keyof Settings]: Settings[Key] extends number | null ? Key : never;
}[keyof Settings];

interface NumberFieldProps {
  setting: NumberSetting;
  label: string;
  hint?: ReactNode;
  unit: string;
  /** May be left empty. */
  optional?: boolean;
}

export function NumberField({ setting, label, hint, unit, optional }: NumberFieldProps) {
  const form = useEditForm();
  const name = `settings.${setting}` as const;
  const field = { id: idOf(name), hint, error: useFieldMessage(name) };
  return (
    <Field {...field} label={label} optional={optional}>
      <div className="flex items-center gap-2">
        <Input
          className="w-28"
          inputMode="numeric"
          min={1}
          type="number"
          {...describedBy(field)}
          {...registerField(form, name, { setValueAs: optional ? toNumberOrNull : toNumber })}
        />
        <span className="text-muted">{unit}</span>
      </div>
    </Field>
  );
}

interface MinutesFieldProps {
  setting: NumberSetting;
  label: string;
  hint?: ReactNode;
  choices: readonly number[];
  /** The label for null, where it can be chosen. */
  none?: string;
}

/** A choice of common amounts of minutes; an unusual stored one can still be chosen. */
export function MinutesField({ setting, label, hint, choices, none }: MinutesFieldProps) {
  const form = useEditForm();
  const name = `settings.${setting}` as const;
  const field = { id: idOf(name), hint, error: useFieldMessage(name) };
  const stored = form.formState.defaultValues?.settings?.[setting];
  const amounts = [...new Set([...choices, ...(stored == null ? [] : [stored])])];
  return (
    <Field {...field} label={label}>
      <Select
        {...describedBy(field)}
        {...registerField(form, name, { setValueAs: none ? toNumberOrNull : toNumber })}
      >
        {none ? <option value="">{none}</option> : null}
        {amounts
          .sort((a, b) => a - b)
          .map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0 ? "None" : formatMinutes(minutes)}
            </option>
          ))}
      </Select>
    </Field>
  );
}

// An input's value is text; a value set by code is already a number.
const toNumber = (value: string | number) => (value === "" ? Number.NaN : Number(value));
const toNumberOrNull = (value: string | number | null) =>
  value === "" || value === null ? null : Number(value);
