import { drawImage, UnusableImage } from "@sundial/outside/draw-image";
import { DomainError } from "@sundial/validators";

/** The longest side of what is stored. */
const SIDE = 512;

/**
 * Draws an image anew as WebP, at most 512 pixels wide and high and at most 200 kB.
 *
 * Errors: INVALID_INPUT when it isn't a PNG, JPEG or WebP image, or too large to draw.
 */
export async function encodeLogo(file: Buffer): Promise<Buffer<ArrayBuffer>> {
  try {
    return await drawImage(file, { side: SIDE });
  } catch (error) {
    if (!(error instanceof UnusableImage)) throw error;
    const message = MESSAGES[error.reason];
    throw new DomainError("INVALID_INPUT", message, [{ path: ["image"], message }]);
  }
}

const MESSAGES = {
  not_an_image: "Choose a PNG, JPEG or WebP image",
  too_large: "This image is too large. Make it smaller first.",
};
