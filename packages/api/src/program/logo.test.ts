import { crc32, deflateSync } from "node:zlib";
import { createUser } from "@sundial/db/factories";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createContext } from "../index.ts";
import {
  refusalOf,
  renewSession,
  SITE_URL,
  testApi,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../testing/callers.ts";
import { encodeLogo } from "./encode-logo.ts";
import { serveLogo } from "./http.ts";

const { db, as } = await testApi();

const visitor = createContext({
  headers: new Headers(),
  db,
  siteUrl: SITE_URL,
  auth: {
    totpSecrets,
    unsubscribeLinks,
    webhookSecrets,
    renewSession,
    getSession: async () => null,
  },
});

const admin = await createUser(db, { role: "admin" });

/** An image of one color. */
const plain = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 4, background: { r: 47, g: 63, b: 120, alpha: 0.5 } },
  });

/** An image that compresses badly. */
const noise = (side: number) =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: "black",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  });

async function setLogo(file: Buffer) {
  const { program } = await as(admin);
  const { version } = await program.settings();
  return program.setLogo({ version, image: file.toString("base64") });
}

const get = (known: string | null = null, method = "GET") => serveLogo(visitor, { method, known });

/** A PNG file that claims a size and has next to no data. */
function claiming(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(1000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("an image", () => {
  it.each([
    ["PNG", () => plain(100, 40).png().toBuffer()],
    ["JPEG", () => plain(100, 40).jpeg().toBuffer()],
    ["WebP", () => plain(100, 40).webp().toBuffer()],
  ])("of the format %s becomes WebP of its size", async (_format, draw) => {
    const { format, width, height } = await sharp(await encodeLogo(await draw())).metadata();
    expect({ format, width, height }).toEqual({ format: "webp", width: 100, height: 40 });
  });

  it("that is larger becomes smaller, and always fits", async () => {
    const encoded = await encodeLogo(await noise(1500).jpeg({ quality: 100 }).toBuffer());
    expect(await sharp(encoded).metadata()).toMatchObject({ width: 512, height: 512 });
    expect(encoded.length).toBeLessThanOrEqual(200_000);
  });

  it("loses its metadata and what is appended, and is turned upright", async () => {
    const file = await plain(100, 40)
      .jpeg()
      .withExif({ IFD0: { Copyright: "zebra-crossing" } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const encoded = await encodeLogo(Buffer.concat([file, Buffer.from("zebra-crossing <script>")]));
    expect(encoded.includes("zebra")).toBe(false);
    const { exif, orientation, width, height } = await sharp(encoded).metadata();
    expect({ exif, orientation, width, height }).toEqual({
      exif: undefined,
      orientation: undefined,
      width: 40,
      height: 100,
    });
  });

  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>1</script></svg>';
  it.each([
    ["an SVG image", Buffer.from(svg)],
    ["an SVG image with a declaration", Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ["a GIF image", Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64")],
    ["a text", Buffer.from("hello")],
    ["a PDF file", Buffer.from("%PDF-1.7")],
    ["an SVG image after the beginning of a PNG", Buffer.from(`\x89PNG\r\n\x1a\n${svg}`, "latin1")],
    ["half a JPEG image", Buffer.from("ffd8ffe0", "hex")],
    ["an image of 60,000 pixels on each side", claiming(60_000, 60_000)],
    ["an image of two billion pixels in a row", claiming(2_000_000_000, 1)],
    ["an image that ends early", claiming(3_000, 3_000)],
  ])("is refused when it is %s", async (_name, file) => {
    const begun = performance.now();
    expect(await refusalOf(setLogo(file))).toMatchObject({
      code: "INVALID_INPUT",
      details: [{ path: ["image"] }],
    });
    expect(performance.now() - begun).toBeLessThan(60_000);
  });

  it.each(["", "not base64!", "data:image/png;base64,AAAA", "A".repeat(240_004)])(
    "is refused when the text is %.30s",
    async (image) => {
      const { program } = await as(admin);
      expect(await refusalOf(program.setLogo({ version: 1, image }))).toMatchObject({
        code: "ZodError",
      });
    },
  );
});

describe("the logo", () => {
  it("is shown to everyone, until it is removed", async () => {
    const { program } = await as(admin);
    expect((await get()).status).toBe(404);
    const { logoDigest, version } = await setLogo(await plain(64, 64).png().toBuffer());
    expect(await program.about()).toMatchObject({ logoDigest });

    const answer = await get();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/webp",
      etag: `"${logoDigest}"`,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
    const shown = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect(shown).toMatchObject({ format: "webp", width: 64 });

    for (const known of [`"${logoDigest}"`, `W/"${logoDigest}"`, `"x", "${logoDigest}"`, "*"]) {
      const same = await get(known);
      expect([same.status, await same.text()], known).toEqual([304, ""]);
    }
    expect((await get('"another"')).status).toBe(200);
    expect(await (await get(null, "HEAD")).text()).toBe("");
    expect((await get(null, "POST")).status).toBe(405);

    expect(await refusalOf(program.removeLogo({ version: version - 1 }))).toMatchObject({
      code: "STALE_VERSION",
    });
    await program.removeLogo({ version });
    expect((await get()).status).toBe(404);
    const events = await db.auditEvent.findMany({
      where: { targetId: "program" },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "program.logoChanged",
      "program.logoRemoved",
    ]);
  });
});
