/** A longer address is none that a picture has. */
const LONGEST = 2_000;

/** The first address that a picture can be fetched from, of texts of a source; NULL without any. */
export function pictureUrl(texts: string[]) {
  const urls = texts.map(
    (text) =>
      `CASE WHEN length(${text}) <= ${LONGEST} AND ${text} ~* '^https?://[^[:space:][:cntrl:]]+$' THEN ${text} END`,
  );
  return `coalesce(${urls.join(", ")})`;
}
