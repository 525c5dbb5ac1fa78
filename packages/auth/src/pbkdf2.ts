import { pbkdf2, timingSafeEqual } from "node:crypto";

/** Salt and key in base64; Auth0 adds the length of the key and leaves out the padding. */
const PBKDF2 =
  /^\$pbkdf2-(?<digest>sha1|sha256|sha512)\$i=(?<rounds>[1-9]\d{0,6})(,l=(?<length>\d{1,3}))?\$(?<salt>[A-Za-z0-9+/]+=*)\$(?<key>[A-Za-z0-9+/]+=*)$/;

/** More than twice what is recommended for SHA-1, which needs the most. */
const MOST_ROUNDS = 3_000_000;
/** In bytes. A shorter key fits some passwords by chance; each further block costs all rounds. */
const SHORTEST_KEY = 16;
const LONGEST_KEY = 128;

/** The parts of a hash that Keycloak, Auth0, Clerk or Django made; null if it is of another kind. */
export function parsePbkdf2(hash: string) {
  const { digest, rounds, length, salt, key } = PBKDF2.exec(hash)?.groups ?? {};
  if (digest === undefined || salt === undefined || key === undefined) return null;
  const expected = Buffer.from(key, "base64");
  const isOfLength = length === undefined || Number(length) === expected.length;
  const fits = expected.length >= SHORTEST_KEY && expected.length <= LONGEST_KEY;
  if (!fits || !isOfLength || Number(rounds) > MOST_ROUNDS) return null;
  return { digest, rounds: Number(rounds), salt: Buffer.from(salt, "base64"), expected };
}

/** Null when nothing was compared, because the hash can't be valid. */
export async function verifyPbkdf2(hash: string, password: string): Promise<boolean | null> {
  const parts = parsePbkdf2(hash);
  if (parts === null) return null;
  const { digest, rounds, salt, expected } = parts;
  const actual = await new Promise<Buffer>((resolve, reject) => {
    pbkdf2(password, salt, rounds, expected.length, digest, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
  return timingSafeEqual(actual, expected);
}
