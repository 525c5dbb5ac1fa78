import { isStorable } from "@sundial/validators";

const MAX_DEPTH = 32;
const MAX_ENTRIES = 10_000;

/** Names with which a careless copy would change every object in the process. */
const DANGEROUS = ["__proto__", "prototype", "constructor"];

/**
 * Whether a parsed JSON value has a valid shape for our inputs: not too deep, not too wide, no
 * names that reach a prototype, and only texts the database can store. Works without recursion, so
 * depth itself does no harm.
 */
export function isPlain(root: unknown): boolean {
  const stack: [value: unknown, depth: number][] = [[root, 0]];
  let entries = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [value, depth] = next;
    if (typeof value === "string" && !isStorable(value)) return false;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= MAX_DEPTH) return false;
    if (!Array.isArray(value) && !Object.keys(value).every(isHarmlessName)) return false;
    const inside = Object.values(value);
    entries += inside.length;
    if (entries > MAX_ENTRIES) return false;
    for (const item of inside) stack.push([item, depth + 1]);
  }
  return true;
}

const isHarmlessName = (name: string) => isStorable(name) && !DANGEROUS.includes(name);
