import { authorizePerson } from "../authorize.ts";
import type { Context } from "../context.ts";
import { answerRead } from "../http.ts";
import { imageAnswer } from "../image-answer.ts";

interface AvatarRequest {
  method: string;
  /** The person's. */
  id: string;
  /** The If-None-Match header. */
  known: string | null;
}

/**
 * A person's picture, for signed-in people: 404 without one, 304 when the reader has it. Another
 * picture has another address, so a browser keeps one for a day without asking.
 */
export function serveAvatar(ctx: Context, { method, id, known }: AvatarRequest): Promise<Response> {
  return answerRead(ctx, { method, path: "profile.avatar" }, async () => {
    await authorizePerson(ctx, "profile:read");
    const where = { userId: id };
    const found = await ctx.db.avatar.findUnique({ where, select: { digest: true } });
    const digest = found?.digest ?? null;
    const read = async () =>
      (await ctx.db.avatar.findUnique({ where, select: { image: true } }))?.image;
    return imageAnswer({ digest, known, caching: "private, max-age=86400", read });
  });
}
