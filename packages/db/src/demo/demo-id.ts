import { createHash } from "node:crypto";

/** The same name always produces the same ID. */
export function demoId(name: string): string {
  const hex = createHash("sha256").update(`sundial demo ${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
