import Form from "next/form";
import type { ComponentProps, ReactNode } from "react";
import { describedBy, Field, Input, Select } from "./field";

interface FilterFormProps {
  action: string;
  className: string;
  /** What the filters are now. */
  query: object;
  children: ReactNode;
}

/** A plain GET form: the filters live in the address, and it works before the page is alive. */
export function FilterForm({ query, ...form }: FilterFormProps) {
  // A new address means new defaults.
  return <Form key={JSON.stringify(query)} role="search" {...form} />;
}

interface FilterProps {
  /** Of the filter in the address. */
  name: string;
  label: string;
  hint?: string;
}

/** A filter that is typed, or chosen as a date. */
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
  /** What choosing nothing is called. */
  any?: string;
  children: ReactNode;
}

/** A filter of a few options, which are its children. */
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
