import type { WireError } from "@sundial/validators";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";

/** Shows a code's error at its field and focuses it; false for other errors. */
export function showWrongCode<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  { code, error }: WireError,
  name: Path<Values>,
): boolean {
  if (code !== "INVALID_CODE") return false;
  form.setError(name, { message: error }, { shouldFocus: true });
  return true;
}
