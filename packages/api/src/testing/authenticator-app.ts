import { TOTP, URI } from "otpauth";

/** The app that scanned the QR code; returns its code at an instant. */
export function appOf({ uri }: { uri: string }) {
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error("not an address of RFC 6238");
  return (at: Date) => totp.generate({ timestamp: at.getTime() });
}
