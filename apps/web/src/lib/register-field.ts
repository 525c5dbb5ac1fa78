import type { FieldValues, Path, RegisterOptions, UseFormReturn } from "react-hook-form";

/**
 * Connects a control to its form, with its initial value. The library fills controls only after
 * hydration; until then, a saved text would look deleted.
 */
export function registerField<Values extends FieldValues, Context, Output>(
  form: Pick<UseFormReturn<Values, Context, Output>, "register" | "getValues">,
  name: Path<Values>,
  rules?: RegisterOptions<Values, Path<Values>>,
) {
  const value: unknown = form.getValues(name);
  return { ...form.register(name, rules), defaultValue: String(value ?? "") };
}
