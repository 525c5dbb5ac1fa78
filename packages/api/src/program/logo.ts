import { createHash } from "node:crypto";
import { recordAuditEvent } from "@sundial/ledger";
import type { RemoveProgramLogoInput, SetProgramLogoInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { encodeLogo } from "./encode-logo.ts";
import { settingsSelect } from "./read.ts";
import { takeSettings } from "./service.ts";

/**
 * Draws an image anew and shows it as the program's logo, from the next request on.
 *
 * Errors: INVALID_INPUT when it isn't an image, or a huge one; STALE_VERSION.
 */
export async function setProgramLogo(ctx: ServiceContext, { version, image }: SetProgramLogoInput) {
  const logo = await encodeLogo(Buffer.from(image, "base64"));
  const logoDigest = createHash("sha256").update(logo).digest("base64url");
  return inTransaction(ctx.db, async (tx) => {
    await takeSettings(tx, version);
    const settings = await tx.programSettings.update({
      where: { id: 1 },
      data: { logo, logoDigest, version: { increment: 1 } },
      select: settingsSelect,
    });
    await recordAuditEvent(tx, ctx, {
      action: "program.logoChanged",
      targetType: "program",
      targetId: "program",
      after: { version: settings.version, bytes: logo.length, digest: logoDigest },
    });
    return settings;
  });
}

/**
 * Shows our own mark again.
 *
 * Errors: STALE_VERSION.
 */
export function removeProgramLogo(ctx: ServiceContext, { version }: RemoveProgramLogoInput) {
  return inTransaction(ctx.db, async (tx) => {
    await takeSettings(tx, version);
    const settings = await tx.programSettings.update({
      where: { id: 1 },
      data: { logo: null, logoDigest: null, version: { increment: 1 } },
      select: settingsSelect,
    });
    await recordAuditEvent(tx, ctx, {
      action: "program.logoRemoved",
      targetType: "program",
      targetId: "program",
      after: { version: settings.version },
    });
    return settings;
  });
}
