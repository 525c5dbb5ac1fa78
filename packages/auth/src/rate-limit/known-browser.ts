import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { parseCookies } from "better-auth/cookies";

const MAX_AGE = 180 * 24 * 60 * 60;

/**
 * Remembers in a browser that someone has signed in to an account there. It lets nobody in: its
 * holder's wrong passwords are counted apart, so that strangers who guess at an account cannot keep
 * its owner out.
 */
export function knownBrowsers({ secret, baseURL }: { secret: string; baseURL: string }) {
  const isSecure = baseURL.startsWith("https://");
  const name = `${isSecure ? "__Host-" : ""}sundial.known_browser`;
  const sign = (account: string, id: string) =>
    createHmac("sha256", secret).update(`known-browser:${id}:${account}`).digest("base64url");

  return {
    /** The browser's id when its cookie is this account's; null otherwise. */
    idFor(account: string, headers: Headers): string | null {
      const cookie = parseCookies(headers.get("cookie") ?? "").get(name) ?? "";
      const [id = "", signature = ""] = cookie.split(".");
      const expected = Buffer.from(sign(account, id));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given) ? id : null;
    },

    /** The Set-Cookie line for a browser in which this account's password was right. */
    cookieFor(account: string): string {
      const id = randomBytes(12).toString("base64url");
      const value = `${id}.${sign(account, id)}`;
      const attributes = `Max-Age=${MAX_AGE}; Path=/; HttpOnly; SameSite=Lax`;
      return `${name}=${value}; ${attributes}${isSecure ? "; Secure" : ""}`;
    },
  };
}
