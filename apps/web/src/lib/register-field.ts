import type { FieldValues, Path, RegisterOptions, UseFormReturn } from "react-hook-form";

/**
 * What ties a control to its form, with the value it has when it first appears. The library fills
 * controls in only once the page is alive; until then a saved text would look erased.
 */
export function registerField<Values extends FieldValues, Context, Output>(
  form: Pick<UseFormReturn<Values, Context, Output>, "register" | "getValues">,
  name: Path<Values>,
  rules?: RegisterOptions<Values, Path<Values>>,
) {
  const value: unknown = form.getValues(name);
  return { ...form.register(name, rules), defaultValue: String(value ?? "") };
}
