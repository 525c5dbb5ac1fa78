import type { AvailabilityEdit, availabilityEdit } from "@sundial/validators";
import { type FieldPath, useFormContext, useFormState } from "react-hook-form";
import type { z } from "zod";

/** The form's values are the contract's input, so a finding's path is its field's name. */
export type EditValues = z.input<typeof availabilityEdit>;

/** The owner of a day's hours: the regular week, a trip, or a single date. */
export type DayName =
  | `weekly.days.${number}`
  | `travel.${number}.days.${number}`
  | `overrides.${number}.windows`;

export const useEditForm = () => useFormContext<EditValues, unknown, AvailabilityEdit>();

/** The error of a field, or of a list as a whole. */
export function useFieldMessage(name: FieldPath<EditValues>): string | undefined {
  const { control, getFieldState } = useEditForm();
  const state = useFormState({ control, name });
  const { error } = getFieldState(name, state);
  return error?.root?.message ?? error?.message;
}

/** A field's name as an id: "weekly-days-0-1". */
export const idOf = (name: string) => name.replaceAll(".", "-");
