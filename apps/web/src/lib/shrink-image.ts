import { LOGO_UPLOAD_MAX } from "@sundial/validators";

/** The server stores nothing larger. */
const SIDE = 512;

/**
 * A picture in base64, small enough for a call. What is too large is drawn smaller first; what the
 * browser can't draw is sent as it is, and the server says what is wrong with it.
 */
export async function imageForUpload(file: Blob): Promise<string> {
  return toBase64(file.size <= LOGO_UPLOAD_MAX ? file : await shrunk(file));
}

async function shrunk(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, "image/webp", 0.9),
    );
    return drawn ?? file;
  } catch {
    return file;
  }
}

function toBase64(file: Blob) {
  return new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
