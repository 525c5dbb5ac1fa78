import type { programSettingsFields } from "@sundial/validators";
import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";

export type SettingsInput = z.input<typeof programSettingsFields>;
export type SettingsOutput = z.output<typeof programSettingsFields>;
export type SettingsFormOf = UseFormReturn<SettingsInput, unknown, SettingsOutput>;
