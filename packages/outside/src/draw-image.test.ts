import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { drawImage } from "./draw-image.ts";

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "navy" } })
    .png()
    .toBuffer();

describe("an image drawn anew", () => {
  it.each([
    [1000, 400],
    [10, 40],
  ])("as a square of %i by %i pixels has one size", async (width, height) => {
    const drawn = await drawImage(await plain(width, height), { side: 256, square: true });
    expect(await sharp(drawn).metadata()).toMatchObject({
      format: "webp",
      width: 256,
      height: 256,
    });
  });

  it("is none of a file that is no image", async () => {
    await expect(drawImage(Buffer.from("<svg/>"), { side: 256 })).rejects.toMatchObject({
      reason: "not_an_image",
    });
  });
});
