/** A text for `contains`: LIKE's own signs in it mean themselves. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
