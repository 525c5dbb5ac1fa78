"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { RouterOutputs } from "@sundial/api";
import {
  experienceLevel,
  experienceLevelLabels,
  learningStyle,
  learningStyleLabels,
  menteeProfileFields,
  weeklyHours,
  weeklyHoursLabels,
} from "@sundial/validators";
import { Controller, useForm } from "react-hook-form";
import type { z } from "zod";
import { TagInput } from "~/components/tag-input";
import { Alert } from "~/components/ui/alert";
import { describedBy, Field, Options } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { SelectField, TextAreaField } from "~/components/ui/form-fields";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { useSaveProfile } from "./use-save-profile";
import { VisibilityField } from "./visibility-field";

interface MenteeFormProps {
  profile: RouterOutputs["profile"]["me"]["menteeProfile"];
  onSaved: (what: "created" | "updated") => void;
}

export function MenteeForm({ profile, onSaved }: MenteeFormProps) {
  const save = useSaveProfile(onSaved);
  const form = useForm<
    z.input<typeof menteeProfileFields>,
    unknown,
    z.output<typeof menteeProfileFields>
  >({
    resolver: zodResolver(menteeProfileFields),
    defaultValues: {
      kind: "mentee",
      goals: profile?.goals ?? "",
      background: profile?.background ?? "",
      interests: profile?.interests ?? [],
      experienceLevel: profile?.experienceLevel ?? "beginner",
      weeklyHours: profile?.weeklyHours ?? "two_to_five",
      learningStyle: profile?.learningStyle ?? "hands_on",
      visibility: profile?.visibility ?? {
        goals: "sessions",
        background: "sessions",
        interests: "sessions",
        experienceLevel: "sessions",
        weeklyHours: "sessions",
        learningStyle: "sessions",
      },
    },
  });

  const submit = form.handleSubmit(async (input) => {
    try {
      await (profile ? save.update({ ...input, version: profile.version }) : save.create(input));
    } catch (error) {
      showFieldErrors(form, toWireError(error), ["goals", "background", "interests"]);
    }
  });

  const { errors } = form.formState;
  const interests = {
    id: "interests",
    hint: "Press Enter after each one. For example: System design, Prisma, Career change.",
    error: errors.interests?.message ?? errors.interests?.find?.((each) => each)?.message,
  };
  return (
    <Form className="grid gap-5" onSubmit={submit}>
      <VisibilityField form={form} name="visibility.goals" of="Goals">
        <TextAreaField
          form={form}
          hint="What do you want to achieve in the next six months?"
          label="Goals"
          name="goals"
        />
      </VisibilityField>
      <VisibilityField form={form} name="visibility.interests" of="Interests">
        <Field {...interests} label="Interests">
          <Controller
            control={form.control}
            name="interests"
            render={({ field: { name: _, disabled: __, ...field } }) => (
              <TagInput {...field} {...describedBy(interests)} />
            )}
          />
        </Field>
      </VisibilityField>
      <VisibilityField form={form} name="visibility.background" of="Background">
        <TextAreaField form={form} label="Background" name="background" optional />
      </VisibilityField>
      <div className="grid gap-5 sm:grid-cols-[repeat(auto-fit,minmax(13.5rem,1fr))]">
        <VisibilityField form={form} name="visibility.experienceLevel" of="Experience">
          <SelectField form={form} label="Experience" name="experienceLevel">
            <Options labels={experienceLevelLabels} values={experienceLevel.options} />
          </SelectField>
        </VisibilityField>
        <VisibilityField form={form} name="visibility.weeklyHours" of="Time per week">
          <SelectField form={form} label="Time per week" name="weeklyHours">
            <Options labels={weeklyHoursLabels} values={weeklyHours.options} />
          </SelectField>
        </VisibilityField>
        <VisibilityField form={form} name="visibility.learningStyle" of="I learn best by">
          <SelectField form={form} label="I learn best by" name="learningStyle">
            <Options labels={learningStyleLabels} values={learningStyle.options} />
          </SelectField>
        </VisibilityField>
      </div>
      {save.error && save.error.code !== "INVALID_INPUT" ? (
        <Alert title={save.error.error} tone="bad" />
      ) : null}
      <SubmitButton className="justify-self-start" disabled={save.isPending}>
        {save.isPending ? "Saving…" : "Save profile"}
      </SubmitButton>
    </Form>
  );
}
