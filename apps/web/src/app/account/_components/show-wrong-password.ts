import type { WireError } from "@sundial/validators";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";

/** Shows a wrong password's error at its field and focuses it; false for other errors. */
export function showWrongPassword<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  { code, error }: WireError,
  name: Path<Values>,
): boolean {
  if (code !== "INVALID_CREDENTIALS") return false;
  form.setError(name, { message: error }, { shouldFocus: true });
  return true;
}
