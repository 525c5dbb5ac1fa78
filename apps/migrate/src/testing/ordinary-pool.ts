import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { federatedUser, POOL, poolUser } from "./pool-users.ts";

export { POOL } from "./pool-users.ts";

/** The API's largest page. */
const PAGE = 60;

/** What the groups of an ordinary pool mean here. */
export const POOL_MAPPING = { groups: { mentors: "mentor", staff: "pm" } };

/**
 * Writes the export of a pool with this many ordinary users, in pages as the API returns them: two
 * thirds native, every third from Google, one in ten a mentor, some who are disabled, never
 * confirmed or have 2FA.
 */
export async function writePages(folder: string, count: number) {
  const users = new Pages(join(folder, "users"));
  const groups = {
    mentors: new Pages(join(folder, "groups", "mentors")),
    staff: new Pages(join(folder, "groups", "staff")),
    google: new Pages(join(folder, "groups", `${POOL}_Google`)),
  };
  for (let n = 1; n <= count; n += 1) {
    const user = ordinaryUser(n);
    await users.add(user);
    if (n % 10 === 0) await groups.mentors.add(user);
    if (n % 1000 === 0) await groups.staff.add(user);
    if (isFederated(n)) await groups.google.add(user);
  }
  for (const pages of [users, ...Object.values(groups)]) await pages.end();
  return { users: join(folder, "users"), groups: join(folder, "groups") };
}

/** Writes the same users as the AWS CLI does, which puts all pages into one document. */
export async function writeWhole(path: string, count: number) {
  function* parts() {
    for (let n = 1; n <= count; n += 1) {
      const user = JSON.stringify(ordinaryUser(n), null, 4).replace(/^/gm, "        ");
      yield `${n === 1 ? '{\n    "Users": [\n' : ",\n"}${user}`;
    }
    yield "\n    ]\n}\n";
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
}

class Pages {
  #waiting: unknown[] = [];
  #written = 0;

  constructor(readonly folder: string) {}

  async add(user: unknown) {
    this.#waiting.push(user);
    if (this.#waiting.length === PAGE) await this.#write({ PaginationToken: "CAIS".repeat(100) });
  }

  end() {
    return this.#write({});
  }

  async #write(rest: object) {
    if (this.#written === 0) await mkdir(this.folder, { recursive: true });
    this.#written += 1;
    const page = { Users: this.#waiting.splice(0), ...rest };
    const name = `${String(this.#written).padStart(6, "0")}.json`;
    await writeFile(join(this.folder, name), JSON.stringify(page));
  }
}

const isFederated = (n: number) => n % 3 === 0;

function ordinaryUser(n: number) {
  const sub = createHash("md5").update(`user ${n}`).digest("hex");
  const id = [sub.slice(0, 8), sub.slice(8, 12), `4${sub.slice(13, 16)}`, `8${sub.slice(17, 20)}`];
  const federated = isFederated(n);
  const attributes = {
    sub: [...id, sub.slice(20)].join("-"),
    email: `Person.${n}@example.org`,
    email_verified: n % 40 === 1 ? "false" : "true",
    given_name: "Person",
    family_name: `Number ${n}`,
    name: undefined,
    locale: "en-GB",
    zoneinfo: ["Europe/Berlin", "Asia/Kolkata", "America/New_York", undefined][n % 4],
    phone_number: n % 5 === 0 ? `+4930${String(n).padStart(8, "0")}` : undefined,
    "custom:plan": n % 2 === 0 ? "free" : "team",
    "custom:legacy_id": String(9007199254740993n + BigInt(n)),
  };
  const modified = new Date(Date.UTC(2025, 0, 1) + n * 1000).toISOString();
  if (federated) {
    const userId = String(100000000000000000000n + BigInt(n));
    return federatedUser(n, { userId }, { username: `Google_${userId}`, attributes, modified });
  }
  return poolUser(n, {
    username: n % 2 === 0 ? attributes.sub : `person-${n}`,
    attributes,
    modified,
    enabled: n % 50 !== 1,
    status: n % 25 === 2 ? "UNCONFIRMED" : n % 25 === 4 ? "RESET_REQUIRED" : "CONFIRMED",
    more: n % 20 === 7 ? { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] } : {},
  });
}
