import { auth0 } from "./auth0.ts";
import { authjs } from "./authjs.ts";
import { betterAuth } from "./better-auth.ts";
import { clerk } from "./clerk.ts";
import { firebase } from "./firebase.ts";
import { keycloak } from "./keycloak.ts";
import type { Preset } from "./preset.ts";

/** The vendors whose shapes are known, by the name of their command. */
export const presets = {
  "better-auth": betterAuth,
  authjs,
  clerk,
  auth0,
  firebase,
  keycloak,
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
