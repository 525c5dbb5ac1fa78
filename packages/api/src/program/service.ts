import type { DbTransaction } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { DomainError, type UpdateProgramSettingsInput } from "@sundial/validators";
import type { Context, ServiceContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { type ProgramSettings, publicSelect, readSettings, settingsSelect } from "./read.ts";

/** What pages show everyone: the program's name, contact and links, and who may sign up. */
export async function getProgram({ db }: Pick<Context, "db">) {
  return db.programSettings.findUniqueOrThrow({ where: { id: 1 }, select: publicSelect });
}

/** All settings, with the version to change them at. */
export async function getProgramSettings({ db }: ServiceContext) {
  return readSettings(db);
}

/**
 * Changes the program's settings, from the next request on.
 *
 * Errors: STALE_VERSION.
 */
export function updateProgramSettings(ctx: ServiceContext, input: UpdateProgramSettingsInput) {
  const { version, ...facts } = input;
  return inTransaction(ctx.db, async (tx) => {
    const before = await takeSettings(tx, version);
    const after = await tx.programSettings.update({
      where: { id: 1 },
      data: { ...facts, version: { increment: 1 } },
      select: settingsSelect,
    });
    await recordAuditEvent(tx, ctx, {
      action: "program.updated",
      targetType: "program",
      targetId: "program",
      before: { version, ...recorded(before) },
      after: {
        version: after.version,
        ...recorded(after),
        fields: changedFields(before, facts),
      },
    });
    return after;
  });
}

/**
 * The settings as they are, locked, if this is their version. Of two at once, the second waits here
 * and then finds another version.
 *
 * Errors: STALE_VERSION.
 */
export async function takeSettings(tx: DbTransaction, version: number) {
  await tx.$queryRaw`SELECT id FROM program_settings WHERE id = 1 FOR UPDATE`;
  const settings = await readSettings(tx);
  if (settings.version !== version) throw stale(settings);
  return settings;
}

function stale({ version }: ProgramSettings) {
  return new DomainError(
    "STALE_VERSION",
    "Someone else has changed the settings. Check them, then save again.",
    { version },
  );
}

type Facts = Omit<ProgramSettings, "version" | "logoDigest">;

/** Who may come in, and what is kept. The contact may be a person's address, so it stays out. */
function recorded({ signUpPolicy, signUpDomains, keepOriginsMonths }: Facts) {
  return { signUpPolicy, signUpDomains, keepOriginsMonths };
}

function changedFields(before: Facts, after: Facts): string[] {
  const earlier = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([field, value]) => JSON.stringify(earlier.get(field)) !== JSON.stringify(value))
    .map(([field]) => field);
}
