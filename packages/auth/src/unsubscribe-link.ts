import { sealedBox } from "./sealed-box.ts";

const OWNER = Buffer.from("unsubscribe");

/**
 * The part of a link that ends emails without signing in. It never expires, because RFC 8058 wants
 * old emails to work, and it can do nothing else.
 */
export interface UnsubscribeLinkBox {
  seal: (userId: string, about: string) => string;
  /** Whose link it is and what about; null when it isn't one of ours. */
  open: (token: string) => [userId: string, about: string] | null;
}

/** The box for one application secret (BETTER_AUTH_SECRET). */
export function unsubscribeLinkBox(applicationSecret: string): UnsubscribeLinkBox {
  const box = sealedBox(applicationSecret, "unsubscribe");
  return {
    seal: (userId, about) => box.seal(OWNER, Buffer.from(`${about} ${userId}`)),
    open: (token) => {
      try {
        const [about = "", ...rest] = box.open(OWNER, token).toString().split(" ");
        return [rest.join(" "), about];
      } catch {
        return null;
      }
    },
  };
}
