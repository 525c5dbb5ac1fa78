"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import { mentorProfileFields } from "@sundial/validators";
import { Controller, useForm } from "react-hook-form";
import type { z } from "zod";
import { TagInput } from "~/components/tag-input";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { TextAreaField, TextField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { languageLabel } from "~/lib/labels";
import { useSaveProfile } from "./use-save-profile";
import { VisibilityField } from "./visibility-field";

/** Languages offered here; the API accepts any. */
const LANGUAGES = [
  "ar",
  "de",
  "en",
  "es",
  "fr",
  "hi",
  "id",
  "it",
  "ja",
  "ko",
  "nl",
  "pl",
  "pt",
  "sw",
  "tr",
  "uk",
  "vi",
  "zh",
];

interface MentorFormProps {
  profile: RouterOutputs["profile"]["me"]["mentorProfile"];
  /** For a new profile. */
  suggestedExpertise: string[];
  onSaved: (what: "created" | "updated") => void;
}

export function MentorForm({ profile, suggestedExpertise, onSaved }: MentorFormProps) {
  const save = useSaveProfile(onSaved);
  const form = useForm<
    z.input<typeof mentorProfileFields>,
    unknown,
    z.output<typeof mentorProfileFields>
  >({
    resolver: zodResolver(mentorProfileFields),
    defaultValues: {
      kind: "mentor",
      headline: profile?.headline ?? "",
      bio: profile?.bio ?? "",
      languages: profile?.languages ?? [],
      expertise: profile?.expertise.map(({ label }) => label) ?? suggestedExpertise,
      visibility: profile?.visibility ?? {
        headline: "everyone",
        bio: "everyone",
        languages: "everyone",
        expertise: "everyone",
      },
    },
  });

  const submit = form.handleSubmit(async (input) => {
    try {
      await (profile ? save.update({ ...input, version: profile.version }) : save.create(input));
    } catch (error) {
      showFieldErrors(form, toWireError(error), ["headline", "bio", "expertise", "languages"]);
    }
  });

  const { errors } = form.formState;
  const expertise = {
    id: "expertise",
    hint: "Press Enter after each one. Mentees search for these when everyone sees them.",
    error: errors.expertise?.message ?? errors.expertise?.find?.((each) => each)?.message,
  };
  const known = [...new Set([...LANGUAGES, ...(profile?.languages ?? [])])];
  return (
    <Form className="grid gap-5" onSubmit={submit}>
      <VisibilityField form={form} name="visibility.headline" of="Headline">
        <TextField
          form={form}
          hint="One line. For example: Engineering lead, from monolith to platform."
          label="Headline"
          name="headline"
        />
      </VisibilityField>
      <VisibilityField form={form} name="visibility.bio" of="About you">
        <TextAreaField form={form} label="About you" name="bio" />
      </VisibilityField>
      <VisibilityField form={form} name="visibility.expertise" of="Expertise">
        <Field {...expertise} label="Expertise">
          <Controller
            control={form.control}
            name="expertise"
            render={({ field: { name: _, disabled: __, ...field } }) => (
              <TagInput {...field} {...describedBy(expertise)} />
            )}
          />
        </Field>
      </VisibilityField>
      <VisibilityField form={form} name="visibility.languages" of="Languages">
        <fieldset className="grid gap-2">
          <legend className="font-semibold">Languages you mentor in</legend>
          <Controller
            control={form.control}
            name="languages"
            render={({ field }) => (
              <div className="grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-3">
                {known.map((tag, index) => (
                  <label className="flex min-h-9 items-center gap-2" key={tag}>
                    <input
                      checked={field.value.includes(tag)}
                      className="size-5 accent-(--action)"
                      name={field.name}
                      onBlur={field.onBlur}
                      onChange={({ target }) =>
                        field.onChange(
                          known.filter((each) =>
                            each === tag ? target.checked : field.value.includes(each),
                          ),
                        )
                      }
                      ref={index === 0 ? field.ref : undefined}
                      type="checkbox"
                      value={tag}
                    />
                    {languageLabel(tag)}
                  </label>
                ))}
              </div>
            )}
          />
          {errors.languages ? (
            <p className="font-medium text-bad text-sm" role="alert">
              {errors.languages.message}
            </p>
          ) : null}
        </fieldset>
      </VisibilityField>
      {save.error && save.error.code !== "INVALID_INPUT" ? (
        <Alert title={save.error.error} tone="bad" />
      ) : null}
      <SubmitButton className="justify-self-start" disabled={save.isPending}>
        {save.isPending ? "Saving…" : "Save profile"}
      </SubmitButton>
    </Form>
  );
}
