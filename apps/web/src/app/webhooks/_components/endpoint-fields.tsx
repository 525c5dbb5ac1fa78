"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { chosenKind, createWebhookInput } from "@sundial/validators";
import { Controller, type UseFormReturn, useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { CheckboxField, SelectField, TextField } from "~/components/ui/form-fields";
import { kindLabels } from "./labels";

/** Which events, as a question of its own: `kinds` counts only for "chosen". */
const scope = z.enum(["all", "chosen"]);

const endpointFields = z
  .object({
    url: createWebhookInput.shape.url,
    description: createWebhookInput.shape.description,
    scope,
    kinds: z.array(chosenKind),
    includePersonalTexts: z.boolean(),
  })
  .refine((fields) => fields.scope === "all" || fields.kinds.length > 0, {
    path: ["kinds"],
    error: "Choose at least one event",
  })
  .transform(({ scope: chosen, kinds, ...fields }) => ({
    ...fields,
    kinds: chosen === "all" ? null : kinds,
  }));

type FieldValues = z.input<typeof endpointFields>;
type Settings = z.output<typeof endpointFields>;
type EndpointForm = UseFormReturn<FieldValues, unknown, Settings>;

/** A form with an endpoint's settings, or empty for a new one. */
export function useEndpointForm(endpoint?: Settings): EndpointForm {
  return useForm({ resolver: zodResolver(endpointFields), defaultValues: toFields(endpoint) });
}

export function toFields(endpoint?: Settings): FieldValues {
  return {
    url: endpoint?.url ?? "",
    description: endpoint?.description ?? "",
    scope: endpoint?.kinds ? "chosen" : "all",
    kinds: endpoint?.kinds ?? [],
    includePersonalTexts: endpoint?.includePersonalTexts ?? false,
  };
}

/** The fields of an endpoint. */
export function EndpointFields({ form }: { form: EndpointForm }) {
  const chosen = useWatch({ control: form.control, name: "scope" });
  return (
    <>
      <TextField
        autoComplete="off"
        form={form}
        hint="Where the receiver listens, such as https://example.org/sundial."
        inputMode="url"
        label="URL"
        name="url"
      />
      <TextField
        autoComplete="off"
        form={form}
        hint="What it is for, such as “attendance report”."
        label="Description"
        name="description"
        optional
      />
      <SelectField form={form} label="Events" name="scope">
        <option value="all">All events, including new kinds</option>
        <option value="chosen">Only the events I choose</option>
      </SelectField>
      {chosen === "chosen" ? <KindsField form={form} /> : null}
      <CheckboxField
        form={form}
        hint="Names, email addresses, topics and messages. Without them, the receiver gets IDs, times and statuses only."
        label="Include personal texts"
        name="includePersonalTexts"
      />
    </>
  );
}

function KindsField({ form }: { form: EndpointForm }) {
  const error = form.formState.errors.kinds?.message;
  return (
    <fieldset className="grid gap-2">
      <legend className="font-semibold">Events to send</legend>
      <Controller
        control={form.control}
        name="kinds"
        render={({ field }) => (
          <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
            {chosenKind.options.map((kind, index) => (
              <label className="flex min-h-9 items-center gap-2" key={kind}>
                <input
                  checked={field.value.includes(kind)}
                  className="size-5 accent-(--action)"
                  name={field.name}
                  onBlur={field.onBlur}
                  onChange={({ target }) =>
                    field.onChange(
                      chosenKind.options.filter((each) =>
                        each === kind ? target.checked : field.value.includes(each),
                      ),
                    )
                  }
                  ref={index === 0 ? field.ref : undefined}
                  type="checkbox"
                  value={kind}
                />
                {kindLabels[kind]}
              </label>
            ))}
          </div>
        )}
      />
      {error ? (
        <p className="font-medium text-bad text-sm" role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
