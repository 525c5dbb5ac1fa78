import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Db } from "@sundial/db";
import { parseCookies } from "better-auth/cookies";

const MAX_AGE = 180 * 24 * 60 * 60;

interface Options {
  db: Db;
  secret: string;
  baseURL: string;
}

/**
 * Remembers in a browser that someone has signed in to an account there. The cookie grants no
 * access. It only counts the browser's wrong passwords separately, so strangers who guess at an
 * account can't lock its owner out. It ends when the account's epoch rises.
 */
export function knownBrowsers({ db, secret, baseURL }: Options) {
  const isSecure = baseURL.startsWith("https://");
  const name = `${isSecure ? "__Host-" : ""}sundial.known_browser`;
  const sign = (account: string, id: string, epoch: string) =>
    createHmac("sha256", secret)
      .update(`known-browser:${id}:${epoch}:${account}`)
      .digest("base64url");

  async function epochOf(account: string): Promise<string | undefined> {
    const user = await db.user.findUnique({
      where: { email: account },
      select: { authEpoch: true },
    });
    return user?.authEpoch.toString();
  }

  return {
    /** The browser's id if its cookie belongs to this account; null otherwise. */
    async idFor(account: string, headers: Headers): Promise<string | null> {
      const cookie = parseCookies(headers.get("cookie") ?? "").get(name) ?? "";
      const [id = "", epoch = "", signature = ""] = cookie.split(".");
      const expected = Buffer.from(sign(account, id, epoch));
      const given = Buffer.from(signature);
      const isOurs = expected.length === given.length && timingSafeEqual(expected, given);
      return isOurs && epoch === (await epochOf(account)) ? id : null;
    },

    /** The Set-Cookie line for a browser in which this account's password was right. */
    async cookieFor(account: string): Promise<string> {
      const id = randomBytes(12).toString("base64url");
      const epoch = (await epochOf(account)) ?? "";
      const value = `${id}.${epoch}.${sign(account, id, epoch)}`;
      const attributes = `Max-Age=${MAX_AGE}; Path=/; HttpOnly; SameSite=Lax`;
      return `${name}=${value}; ${attributes}${isSecure ? "; Secure" : ""}`;
    },
  };
}
