/** An SQLSTATE or a system error's name. */
export function codeOf(error: unknown) {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The constraint a statement violated, if that was the reason. */
export function constraintOf(error: unknown) {
  if (typeof error !== "object" || error === null || !("constraint" in error)) return undefined;
  return typeof error.constraint === "string" ? error.constraint : undefined;
}
