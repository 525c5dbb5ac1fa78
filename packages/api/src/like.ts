/** A text for LIKE: its own signs in it mean themselves. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** What holds a search somewhere in it, in capitals or not. */
export function containing(search: string) {
  return { contains: literally(search), mode: "insensitive" } as const;
}
