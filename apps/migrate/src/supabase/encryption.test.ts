import { createCipheriv, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { verifyPassword } from "@sundial/auth";
import { totpSecretBox } from "@sundial/auth/totp-secret";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrateEnv } from "../env.ts";
import { insertFactor, insertUser } from "../testing/hostile-users.ts";
import { BCRYPT } from "../testing/known-passwords.ts";
import { dump, move, recordOf, SECRET, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";
import { addServerKey } from "../testing/server-key.ts";

const moving = await moveCase();
const { source, target, db } = moving;
afterAll(moving.end);

const key = Buffer.alloc(32, 7);
const keys = new Map([["2026", key]]);
const PASSWORD = "correct horse battery staple";
const TOTP = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/** As Supabase Auth encrypts a column of the row with this id. */
function encrypted(id: string, text: string, { keyId = "2026", by = key } = {}) {
  const nonce = randomBytes(12);
  const rowKey = Buffer.from(hkdfSync("sha256", by, Buffer.alloc(0), id, 32));
  const cipher = createCipheriv("aes-256-gcm", rowKey, nonce);
  const data = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return JSON.stringify({
    key_id: keyId,
    alg: "aes-gcm-hkdf",
    data: data.toString("base64"),
    nonce: nonce.toString("base64"),
  });
}

const insertEncrypted = async (text: (id: string) => string) => {
  const id = randomUUID();
  return insertUser(source, { id, encrypted_password: text(id) });
};
const insertApp = async (text: (id: string) => string) => {
  const owner = await insertUser(source, { encrypted_password: BCRYPT });
  const id = randomUUID();
  return { owner, id: await insertFactor(source, owner, { id, secret: text(id) }) };
};

const ids = { plain: "", password: "", moved: "", unknown: "" };
const apps = { app: { owner: "", id: "" }, moved: { owner: "", id: "" } };

beforeAll(async () => {
  ids.plain = await insertUser(source, { encrypted_password: BCRYPT });
  ids.password = await insertEncrypted((id) => encrypted(id, BCRYPT));
  // Copied from another row by hand.
  ids.moved = await insertEncrypted(() => encrypted(randomUUID(), BCRYPT));
  ids.unknown = await insertEncrypted((id) => encrypted(id, "md5:abc"));
  apps.app = await insertApp((id) => encrypted(id, TOTP));
  apps.moved = await insertApp(() => encrypted(randomUUID(), TOTP));
  await addServerKey(target, SECRET);
});

describe("encrypted columns", () => {
  test.each([
    ["no key", new Map(), "ENCRYPTION_KEY_MISSING"],
    ["another key's name", new Map([["2025", key]]), "ENCRYPTION_KEY_MISSING"],
    ["another key", new Map([["2026", Buffer.alloc(32, 8)]]), "ENCRYPTION_KEY_WRONG"],
  ])("are refused with %s", async (_name, given, code) => {
    await expect(move(moving, "apply", { keys: given })).rejects.toMatchObject({ code });
    expect(await db.migrationRun.count()).toBe(0);
  });

  test("arrive decrypted, and what can't be decrypted never does", async () => {
    await move(moving, "apply", { keys });
    const codesOf = async (id: string, entity = "user") =>
      (await recordOf(target, id, entity))?.codes;
    expect(await codesOf(ids.moved)).toEqual(["PASSWORD_UNKNOWN"]);
    expect(await codesOf(ids.unknown)).toEqual(["PASSWORD_UNKNOWN"]);
    expect(await codesOf(apps.moved.id, "factor")).toEqual(["FACTOR_SECRET_INVALID"]);
    expect(await codesOf(apps.moved.owner)).toEqual(["SECOND_FACTOR_LOST"]);
    for (const id of [ids.plain, ids.password]) {
      const { password } = await db.account.findFirstOrThrow({ where: { userId: id } });
      expect(await verifyPassword({ hash: password ?? "", password: PASSWORD })).toBe(true);
    }
    const locked = await db.user.findMany({ where: { mustEnrolFactor: true } });
    expect(locked.map(({ id }) => id)).toEqual([apps.moved.owner]);
    const { secret } = await db.totpFactor.findFirstOrThrow();
    const owner = { factorId: apps.app.id, userId: apps.app.owner };
    expect(totpSecretBox(SECRET).open(owner, secret).toString()).toBe("12345678901234567890");
    expect(await dump(target)).not.toContain("aes-gcm-hkdf");
  });

  test("are verified by what they decrypt to", async () => {
    expect(await verifyLatest(moving, keys)).toMatchObject({ faults: {}, compared: { user: 6 } });
    const again = encrypted(ids.password, BCRYPT);
    const change = "UPDATE auth.users SET encrypted_password = $1 WHERE id = $2";
    await source.query(change, [again, ids.password]);
    expect((await verifyLatest(moving, keys)).faults).toEqual({});
    const other = encrypted(ids.password, BCRYPT.replace("$2y$", "$2a$"));
    await source.query(change, [other, ids.password]);
    expect((await verifyLatest(moving, keys)).faults).toEqual({ DIFFERS_FROM_SOURCE: 1 });
  });
});

describe("FROM_ENCRYPTION_KEYS", () => {
  const encoded = key.toString("base64url");
  test("is a list of keys by their ids, as Supabase Auth reads it", () => {
    const FROM_ENCRYPTION_KEYS = `2026:${encoded},2025:${Buffer.alloc(32, 1).toString("base64url")}`;
    const read = migrateEnv({ FROM_ENCRYPTION_KEYS }).FROM_ENCRYPTION_KEYS;
    expect([...(read ?? [])].map(([id]) => id)).toEqual(["2026", "2025"]);
    expect(read?.get("2026")).toEqual(key);
  });
  test.each(["", encoded, `2026:${encoded.slice(2)}`, `2026:${encoded},`])(
    "with an incomplete key is refused without repeating it: %#",
    (FROM_ENCRYPTION_KEYS) => {
      if (FROM_ENCRYPTION_KEYS === "") {
        expect(migrateEnv({ FROM_ENCRYPTION_KEYS }).FROM_ENCRYPTION_KEYS).toBeUndefined();
        return;
      }
      const read = () => migrateEnv({ FROM_ENCRYPTION_KEYS });
      expect(read).toThrow("FROM_ENCRYPTION_KEYS");
      expect(read).not.toThrow(encoded.slice(2, 20));
    },
  );
});
