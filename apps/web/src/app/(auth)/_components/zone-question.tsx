import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { TimeZoneSelect } from "~/components/time-zone-select";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field } from "~/components/ui/field";
import { registerField } from "~/lib/register-field";

interface ZoneQuestionProps<Values extends FieldValues, Context, Output> {
  form: UseFormReturn<Values, Context, Output>;
  name: Path<Values>;
}

/** For a browser that tells no time zone, or one that the server doesn't know. */
export function ZoneQuestion<Values extends FieldValues, Context, Output>({
  form,
  name,
}: ZoneQuestionProps<Values, Context, Output>) {
  const error = form.getFieldState(name, form.formState).error?.message;
  const field = { id: "time-zone", error };
  return (
    <>
      <Alert title="We couldn't detect your time zone">
        <p>Times are shown in UTC unless you choose one.</p>
      </Alert>
      <Field {...field} label="Time zone">
        <TimeZoneSelect current="UTC" {...describedBy(field)} {...registerField(form, name)} />
      </Field>
    </>
  );
}
