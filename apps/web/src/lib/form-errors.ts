import { type ErrorCode, inputIssues, type WireError, wireError } from "@sundial/validators";
import { type FieldValues, get, type Path, type UseFormReturn } from "react-hook-form";

/** Reads one of our errors, from tRPC or elsewhere; anything else becomes a general one. */
export function toWireError(error: unknown): WireError {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : error;
  const parsed = wireError.safeParse(data);
  return parsed.success ? parsed.data : { error: "The server isn't responding. Try again." };
}

/**
 * Shows the server's findings at their fields and focuses the first. Returns false if none belongs
 * to a field of this form; then the caller shows the message itself.
 */
export function showFieldErrors<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: WireError,
  fields: readonly Path<Values>[],
): boolean {
  const issues = inputIssues.safeParse(error.details);
  if (error.code !== "INVALID_INPUT" || !issues.success) return false;
  let shown = 0;
  for (const { path, message } of issues.data) {
    const field = fields.find((name) => name === String(path[0]));
    if (field === undefined) continue;
    form.setError(field, { message }, { shouldFocus: shown === 0 });
    shown++;
  }
  return shown > 0;
}

/**
 * The same for a form whose values have the input's shape, at any depth: a finding's path is its
 * field's name.
 */
export function showFindings<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  error: WireError,
): boolean {
  const issues = inputIssues.safeParse(error.details);
  if (error.code !== "INVALID_INPUT" || !issues.success) return false;
  const isField = (name: string): name is Path<Values> => get(form.getValues(), name) !== undefined;
  const findings = issues.data.flatMap(({ path, message }) => {
    const name = path.join(".");
    return isField(name) ? [{ name, message }] : [];
  });
  for (const [index, { name, message }] of findings.entries()) {
    form.setError(name, { message }, { shouldFocus: index === 0 });
  }
  return findings.length > 0;
}

/**
 * Shows an error where it belongs: at the field its code is about, with focus there, at the fields
 * of its findings, or on the form as a whole.
 */
export function showFormError<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  error: unknown,
  fieldOf: Partial<Record<ErrorCode, Path<Values>>>,
): void {
  const wire = toWireError(error);
  const field = wire.code && fieldOf[wire.code];
  if (field) form.setError(field, { message: wire.error }, { shouldFocus: true });
  else if (!showFindings(form, wire)) form.setError("root", { message: wire.error });
}
