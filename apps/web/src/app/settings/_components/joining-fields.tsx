import { signUpPolicy } from "@sundial/validators";
import { Controller, useWatch } from "react-hook-form";
import { SectionCard } from "~/components/section-card";
import { TagInput } from "~/components/tag-input";
import { describedBy, Field } from "~/components/ui/field";
import { signUpPolicyLabels } from "~/lib/labels";
import type { SettingsFormOf } from "./settings-input";

/** Who may create an account. */
export function JoiningFields({ form }: { form: SettingsFormOf }) {
  const chosen = useWatch({ control: form.control, name: "signUpPolicy" });
  const { signUpDomains: issue } = form.formState.errors;
  const domains = {
    id: "sign-up-domains",
    hint: "Press Enter after each one, such as example.org. Subdomains don't count: list each of them.",
    error: issue?.message ?? issue?.root?.message ?? issue?.find?.((each) => each)?.message,
  };
  return (
    <SectionCard
      lead="People who already have an account keep it. The sign-up page says who may join."
      title="Sign-ups"
    >
      <Controller
        control={form.control}
        name="signUpPolicy"
        render={({ field }) => (
          <fieldset className="grid gap-1">
            <legend className="font-semibold">Who may create an account</legend>
            {signUpPolicy.options.map((value) => (
              <label className="flex min-h-9 items-center gap-2" key={value}>
                <input
                  checked={field.value === value}
                  className="size-5 shrink-0 accent-(--action)"
                  name={field.name}
                  onBlur={field.onBlur}
                  onChange={() => field.onChange(value)}
                  type="radio"
                />
                {signUpPolicyLabels[value]}
              </label>
            ))}
          </fieldset>
        )}
      />
      {chosen === "domains" ? (
        <Field {...domains} label="Email domains">
          <Controller
            control={form.control}
            name="signUpDomains"
            render={({ field: { name: _, disabled: __, ...field } }) => (
              <TagInput {...field} {...describedBy(domains)} />
            )}
          />
        </Field>
      ) : null}
    </SectionCard>
  );
}
