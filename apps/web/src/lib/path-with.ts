/** A page's path with its query, for the way back to it. */
export function pathWith(
  path: string,
  params: Record<string, string | string[] | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(params)) {
    for (const value of [values ?? []].flat()) search.append(name, value);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
