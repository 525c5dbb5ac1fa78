/**
 * Whether the escapes of a path are UTF-8 without NUL. Nothing else is the name of anything here, and
 * code further in decodes a path without a thought.
 */
export function isReadablePath(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/** The same for a query or a form. A % that begins no escape stands for itself: people type them. */
export function isReadableQuery(query: string): boolean {
  return isReadablePath(query.replaceAll(/%(?![\da-f]{2})/gi, "%25"));
}
