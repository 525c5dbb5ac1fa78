import type { DbTransaction } from "@sundial/db";

/** What anyone may know, because pages and emails show it. */
export const publicSelect = {
  name: true,
  contactEmail: true,
  timeZone: true,
  termsUrl: true,
  privacyUrl: true,
  signUpPolicy: true,
  signUpDomains: true,
  /** Of the image at /logo; null without one. */
  logoDigest: true,
} as const;

export const settingsSelect = {
  ...publicSelect,
  maxActiveSessions: true,
  defaultMinNoticeMinutes: true,
  keepOriginsMonths: true,
  stuckAfterDays: true,
  version: true,
} as const;

/** The settings at this moment. Nothing keeps them for longer than a request. */
export async function readSettings(tx: DbTransaction) {
  return tx.programSettings.findUniqueOrThrow({ where: { id: 1 }, select: settingsSelect });
}

export type ProgramSettings = Awaited<ReturnType<typeof readSettings>>;
