import Form from "next/form";
import type { ComponentProps, ReactNode } from "react";
import { describedBy, Field, Input, Select } from "./field";

interface FilterFormProps {
  action: string;
  className: string;
  /** The current filters. */
  query: object;
  children: ReactNode;
}

/** A plain GET form: the filters are in the URL, and it works before hydration. */
export function FilterForm({ query, ...form }: FilterFormProps) {
  // A new URL means new defaults.
  return <Form key={JSON.stringify(query)} role="search" {...form} />;
}

interface FilterProps {
  /** The filter's name in the URL. */
  name: string;
  label: string;
  hint?: string;
}

/** A filter for typed text or a date. */
export function FilterInput({
  name,
  label,
  hint,
  ...input
}: FilterProps &
  Pick<ComponentProps<"input">, "defaultValue" | "maxLength" | "placeholder" | "type">) {
  return (
    <Field hint={hint} id={name} label={label}>
      <Input {...describedBy({ id: name, hint })} {...input} name={name} />
    </Field>
  );
}

interface FilterSelectProps extends FilterProps {
  value: string | undefined;
  /** The label for no choice. */
  any?: string;
  children: ReactNode;
}

/** A filter with a few options, which are its children. */
export function FilterSelect({ name, label, value, any = "Any", children }: FilterSelectProps) {
  return (
    <Field id={name} label={label}>
      <Select defaultValue={value ?? ""} id={name} name={name}>
        <option value="">{any}</option>
        {children}
      </Select>
    </Field>
  );
}
