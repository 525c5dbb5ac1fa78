import { hashPassword as stockHash, verifyPassword as stockVerify } from "better-auth/crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, isVerifiable, needsRehash, verifyPassword } from "./password.ts";

const CORRECT = "correct horse battery staple";
const UNUSUAL = "pâss wörd 🔑";

const FIREBASE_HASH =
  "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=ou9tdYTGyYm8kuR6Dt0Bp0kDuAYoXrK16mbZO4yGwAn3oLspjnN0/c41v8xZnO1n14J3MjKj1b2g6AUCAlFwMw==$C0sHCg9ek77hsg==$zKVTMvnWVw5BBOZNUdnsalx4c4c7y/w7IS5p6Ut2+CfEFFlz37J9huyQfov4iizN8dbjvEJlM5tQaJP84+hfTw==";

const fromHex = (hex: string) => Buffer.from(hex, "hex").toString("base64");

/** Made by other programs: pyca/bcrypt, libxcrypt, argon2-cffi, hashlib, Better Auth and GoTrue. */
const migrated = [
  ["bcrypt $2a$", CORRECT, "$2a$04$Tq3Ram1Jx8sY1CFHpPcA2.uQPExfPNwm9Lch/Ufel8eMvdGOisBAS"],
  ["bcrypt $2b$", CORRECT, "$2b$04$FpEGAMyoHyNUOxb/WR3Nz.IqwIY5EFb8f8.zmIfFCVzgsfnQb5UPG"],
  [
    "bcrypt of unusual text",
    UNUSUAL,
    "$2b$04$JyUz4bUtca5IGysgx0P1R.8BQODkw9PzsNxOtVyA62d/E6jdznhsO",
  ],
  ["bcrypt $2y$", CORRECT, "$2y$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"],
  [
    "argon2i",
    UNUSUAL,
    "$argon2i$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$eXoKusGB0wttapdn+h4gpQ8SoBpQh1ewXvIpC4EMsBo",
  ],
  [
    "argon2id",
    UNUSUAL,
    "$argon2id$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqWdR3M+QjfGTo",
  ],
  ["Firebase scrypt", "mytestpassword", FIREBASE_HASH],
  [
    "PBKDF2 with SHA-256, as in RFC 7914",
    "passwd",
    `$pbkdf2-sha256$i=1$c2FsdA==$${fromHex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")}`,
  ],
  [
    "PBKDF2 with SHA-1, as in RFC 6070",
    "password",
    `$pbkdf2-sha1$i=4096$c2FsdA==$${fromHex("4b007901b765489abead49d926f721d065a429c1")}`,
  ],
  [
    "PBKDF2 with SHA-512 and a length",
    UNUSUAL,
    "$pbkdf2-sha512$i=300,l=64$c2FsdHNhbHRzYWx0c2FsdA$7weTkEGm+ZrIyP4RJJpZh/9s6kHLMkGCCN6VAsoI4e4C9yOUTSF7yBieHbf36MFqE7EEsNGizBUEU6f5CZHuIw",
  ],
] as const;

describe("verifyPassword", () => {
  it.each(migrated)(
    "recognizes %s and asks for it to be replaced",
    async (_scheme, password, hash) => {
      expect(await verifyPassword({ hash, password })).toBe(true);
      expect(await verifyPassword({ hash, password: `${password}x` })).toBe(false);
      expect(await verifyPassword({ hash, password: password.slice(0, -1) })).toBe(false);
      expect(await verifyPassword({ hash, password: "" })).toBe(false);
      expect(needsRehash(hash)).toBe(true);
      expect(isVerifiable(hash)).toBe(true);
    },
  );

  it.each([
    ["nothing", ""],
    ["plain text", CORRECT],
    ["half of ours", "17d6793b2c236095bc0a917d736d5544:"],
    [
      "a bcrypt variant with a known flaw",
      "$2x$04$Tq3Ram1Jx8sY1CFHpPcA2.uQPExfPNwm9Lch/Ufel8eMvdGOisBAS",
    ],
    ["bcrypt of absurd cost", "$2b$31$FpEGAMyoHyNUOxb/WR3Nz.IqwIY5EFb8f8.zmIfFCVzgsfnQb5UPG"],
    ["a cut bcrypt hash", "$2b$04$FpEGAMyoHyNUOxb"],
    ["argon2d", "$argon2d$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$eXoKusGB0wttapdn+h4g"],
    ["an older argon2", "$argon2id$v=16$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$eXoKusGB0wttapdn"],
    ["argon2 of absurd cost", "$argon2id$v=19$m=4194304,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$eXoKusGB0w"],
    ["argon2 without a key", "$argon2id$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$"],
    ["Firebase's next version", FIREBASE_HASH.replace("v=1", "v=2")],
    ["Firebase scrypt of absurd cost", FIREBASE_HASH.replace("n=14", "n=30")],
    ["Firebase scrypt without memory", FIREBASE_HASH.replace("n=14", "n=0")],
    ["Firebase scrypt without its signer key", FIREBASE_HASH.replace(/,sk=[^$]*/, "")],
    ["Firebase scrypt without its key", FIREBASE_HASH.replace(/[^$]*$/, "")],
    ["PBKDF2 with MD5", "$pbkdf2-md5$i=1000$c2FsdA==$AAAAAAAAAAAAAAAAAAAAAA=="],
    ["PBKDF2 of absurd cost", "$pbkdf2-sha1$i=4000000$c2FsdA==$SwB5AbdlSJq+rUnZJvch0GWkKcE="],
    ["PBKDF2 without rounds", "$pbkdf2-sha1$i=0$c2FsdA==$SwB5AbdlSJq+rUnZJvch0GWkKcE="],
    ["PBKDF2 with a key that fits by chance", "$pbkdf2-sha1$i=1$c2FsdA==$AAAA"],
    ["PBKDF2 with an absurdly long key", `$pbkdf2-sha1$i=1$c2FsdA==$${"A".repeat(400)}`],
    [
      "PBKDF2 whose length is another",
      "$pbkdf2-sha1$i=1,l=32$c2FsdA==$SwB5AbdlSJq+rUnZJvch0GWkKcE=",
    ],
    ["an encrypted column", '{"key_id":"1","alg":"aes-gcm-hkdf","data":"AA==","nonce":"AA=="}'],
    ["MD5", "$1$abcdefgh$G//4keteveJp0qb8z2DxG/"],
  ])("rejects %s", async (_name, hash) => {
    for (const password of [CORRECT, "", hash, "mytestpassword"]) {
      expect(await verifyPassword({ hash, password })).toBe(false);
    }
    expect(isVerifiable(hash)).toBe(false);
  });

  it("opens a bcrypt hash with a longer password, of which bcrypt reads 72 bytes", async () => {
    const hash = "$2b$04$lH25/KwOOcGPagsopFaNneg3ycUp8Z0qLc8n8J3FGOJmVSf7OaYBK";
    for (const length of [72, 73, 128]) {
      expect(await verifyPassword({ hash, password: "x".repeat(length) })).toBe(true);
    }
    expect(await verifyPassword({ hash, password: "x".repeat(71) })).toBe(false);
    expect(await verifyPassword({ hash, password: `y${"x".repeat(72)}` })).toBe(false);
  });
});

describe("hashPassword", () => {
  it("writes hashes that Better Auth reads, and reads its own", async () => {
    expect(await stockVerify({ hash: await hashPassword(CORRECT), password: CORRECT })).toBe(true);
    expect(await verifyPassword({ hash: await stockHash(CORRECT), password: CORRECT })).toBe(true);
    expect(needsRehash(await hashPassword(CORRECT))).toBe(false);
    expect(isVerifiable(await hashPassword(CORRECT))).toBe(true);
  });

  it("salts each password separately", async () => {
    expect(await hashPassword(CORRECT)).not.toBe(await hashPassword(CORRECT));
  });

  it.each([
    ["128 characters", "a".repeat(128), "a".repeat(127)],
    ["73 bytes", "a".repeat(73), "a".repeat(72)],
    ["a NUL", "before\0after", "before\0"],
    ["outer spaces", "  with spaces  ", "with spaces"],
    ["case", "Correct Horse", "correct horse"],
    ["composed letters", "caf\u00e9 au lait", "cafe\u0301 au lait"],
    ["compatible letters", "\ufb01ne words", "fine words"],
    ["emoji", "🔑🔑🔑", "🔑🔑🗝"],
  ])("keeps a password exactly as received: %s", async (_name, password, other) => {
    const hash = await hashPassword(password);
    expect(await verifyPassword({ hash, password })).toBe(true);
    expect(await verifyPassword({ hash, password: other })).toBe(false);
  });
});

describe("many hashes at once", () => {
  it("leave a thread free for signatures and connections", async () => {
    const done: string[] = [];
    const hashes = Array.from({ length: 12 }, () =>
      hashPassword(CORRECT).then(() => done.push("hash")),
    );
    const other = crypto.subtle
      .digest("SHA-256", new Uint8Array(8))
      .then(() => done.push("signature"));
    await Promise.all([...hashes, other]);
    expect(done.indexOf("signature")).toBeLessThan(6);
    expect(done).toHaveLength(13);
  });

  it.each([
    ...migrated.map(([scheme, password, hash]) => [scheme, password, hash] as const),
    ["no known format", CORRECT, "$1$abcdefgh$G//4keteveJp0qb8z2DxG/"],
    ["argon2 without a key", CORRECT, "$argon2id$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$"],
    ["a password too long for bcrypt", "x".repeat(73), migrated[0][2]],
  ] as const)("wait in one queue, whatever the hash: %s", async (_name, password, hash) => {
    const done: string[] = [];
    // Three at once, first come, first served: the seventh starts when four have finished.
    const before = Array.from({ length: 6 }, () =>
      hashPassword(CORRECT).then(() => done.push("before")),
    );
    const fits = verifyPassword({ hash, password }).finally(() => done.push("migrated"));
    await Promise.all([...before, fits]);
    expect(done.indexOf("migrated")).toBeGreaterThanOrEqual(4);
  });

  it("all get their turn, even after one fails", async () => {
    // Derivation fails: it needs more memory than allowed.
    const broken = "$fbscrypt$v=1,n=1,r=900000,p=1,ss=,sk=AA==$AA==$AA==";
    const wrong = Array.from({ length: 6 }, () =>
      verifyPassword({ hash: broken, password: CORRECT }).catch(() => false),
    );
    expect(await Promise.all(wrong)).not.toContain(true);
    const hash = await hashPassword(CORRECT);
    expect(await verifyPassword({ hash, password: CORRECT })).toBe(true);
  });
});
