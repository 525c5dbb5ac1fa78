import type { Context } from "../context.ts";
import { answerRead } from "../http.ts";
import { imageAnswer } from "../image-answer.ts";

interface LogoRequest {
  method: string;
  /** The If-None-Match header. */
  known: string | null;
}

/**
 * The program's logo, for everyone: 404 without one, 304 when the reader has it. Browsers ask again
 * each time, so a new logo shows at once.
 */
export function serveLogo(ctx: Context, { method, known }: LogoRequest): Promise<Response> {
  return answerRead(ctx, { method, path: "program.logo" }, async () => {
    const where = { id: 1 };
    const { logoDigest: digest } = await ctx.db.programSettings.findUniqueOrThrow({
      where,
      select: { logoDigest: true },
    });
    const read = async () =>
      (await ctx.db.programSettings.findUniqueOrThrow({ where, select: { logo: true } })).logo;
    return imageAnswer({ digest, known, caching: "no-cache", read });
  });
}
