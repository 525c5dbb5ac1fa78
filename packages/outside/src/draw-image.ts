/** Of what is stored, in bytes. The database has the same limit. */
const STORED_MAX = 200_000;
/** Checked before anything is decoded: small files can claim huge images. */
const PIXELS_MAX = 16_000_000;
const QUALITIES = [90, 75, 50];
const PATIENCE_S = 10;

const FORMATS = ["png", "jpeg", "webp"];

/** A file that can't be drawn. */
export class UnusableImage extends Error {
  constructor(readonly reason: "not_an_image" | "too_large") {
    super(reason);
  }
}

interface Size {
  /** The longest side, in pixels. */
  side: number;
  /** A square, cut from the middle; otherwise all of it, no larger than it is. */
  square?: true;
}

/**
 * Draws an image anew as WebP of at most 200 kB. Nothing of the file but its pixels is left: no
 * metadata, no other frames, nothing appended.
 *
 * Errors: UnusableImage when it isn't a PNG, JPEG or WebP image, or too large to draw.
 */
export async function drawImage(file: Buffer, size: Size): Promise<Buffer<ArrayBuffer>> {
  if (!hasKnownStart(file)) throw new UnusableImage("not_an_image");
  // Native code, loaded by the first process that needs it.
  const { default: sharp } = await import("sharp");
  const options = { limitInputPixels: PIXELS_MAX, failOn: "error" } as const;
  const { side } = size;
  const fitting = size.square
    ? ({ fit: "cover" } as const)
    : ({ fit: "inside", withoutEnlargement: true } as const);
  try {
    // Reads only the header.
    const { format, width, height } = await sharp(file, options).metadata();
    if (!FORMATS.includes(format)) throw new UnusableImage("not_an_image");
    if (width * height > PIXELS_MAX) throw new UnusableImage("too_large");
    for (const quality of QUALITIES) {
      const encoded = await sharp(file, options)
        .autoOrient()
        .resize({ width: side, height: side, ...fitting })
        .webp({ quality })
        .timeout({ seconds: PATIENCE_S })
        .toBuffer();
      if (encoded.length <= STORED_MAX) return Buffer.from(encoded);
    }
  } catch (error) {
    if (error instanceof UnusableImage) throw error;
    const isHuge = error instanceof Error && /pixel limit|timeout/i.test(error.message);
    throw new UnusableImage(isHuge ? "too_large" : "not_an_image");
  }
  throw new UnusableImage("too_large");
}

/** Whether it begins like one of the formats; no other decoder ever sees it. */
function hasKnownStart(file: Buffer) {
  const start = file.subarray(0, 12).toString("latin1");
  return (
    start.startsWith("\x89PNG\r\n\x1a\n") ||
    start.startsWith("\xff\xd8\xff") ||
    (start.startsWith("RIFF") && start.endsWith("WEBP"))
  );
}
