/**
 * Whether the escapes of a path are UTF-8 without NUL. No valid path has others, and later code
 * decodes paths without checks.
 */
export function isReadablePath(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/** The same for a query or a form. A % that begins no escape is literal, because people type it. */
export function isReadableQuery(query: string): boolean {
  return isReadablePath(query.replaceAll(/%(?![\da-f]{2})/gi, "%25"));
}
