/**
 * Text that means the same to every program it is sent to: whatever some of them take for a line
 * break is one, and other control characters are gone, as are those that turn the direction of what
 * is read.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/gu, "");
}
