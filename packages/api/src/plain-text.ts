/**
 * Text that means the same to every program: anything that some programs treat as a line break
 * becomes one. Other control characters are removed, and so are characters that change the
 * direction of text.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/gu, "");
}
