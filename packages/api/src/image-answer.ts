import { notFound } from "./errors.ts";

interface StoredImage {
  /** Null without an image. */
  digest: string | null;
  /** The If-None-Match header. */
  known: string | null;
  caching: string;
  read: () => Promise<Uint8Array<ArrayBuffer> | undefined | null>;
}

/**
 * An image that we drew, for `answerRead`: empty when the reader has it.
 *
 * Errors: NOT_FOUND without an image.
 */
export async function imageAnswer({ digest, known, caching, read }: StoredImage) {
  if (digest === null) throw notFound();
  const etag = `"${digest}"`;
  const headers = {
    etag,
    "cache-control": caching,
    "content-disposition": "inline",
    "x-content-type-options": "nosniff",
  };
  const contentType = "image/webp";
  if (namesTag(known, etag)) return { contentType, text: null, headers };
  const image = await read();
  if (!image) throw notFound();
  return { contentType, text: image, headers };
}

/** RFC 9110, section 13.1.2: one tag, a list of tags, each perhaps weak, or any. */
function namesTag(known: string | null, etag: string) {
  const tags = (known ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
