import { diff3Merge, diffIndices } from "node-diff3";

/** A line and who wrote it. */
export interface Line {
  authorId: string;
  text: string;
}

interface Versions {
  /** As it was when the writer began. */
  base: string;
  /** As the writer left it. */
  mine: string;
  /** As it is stored now. */
  theirs: string;
}

export const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"));
export const textOf = (lines: readonly { text: string }[]) =>
  lines.map(({ text }) => text).join("\n");

/**
 * Two people's changes of one text, line by line. Where both changed the same lines, the merged text
 * has both versions, the stored one first, and `conflicts` is true.
 */
export function mergeTexts({ base, mine, theirs }: Versions): {
  merged: string;
  conflicts: boolean;
} {
  const regions = diff3Merge(linesOf(theirs), linesOf(base), linesOf(mine), {
    excludeFalseConflicts: true,
  });
  const merged = regions.flatMap(({ ok, conflict }) => ok ?? both(conflict));
  return { merged: merged.join("\n"), conflicts: regions.some(({ conflict }) => conflict) };
}

function both(conflict: { a: string[]; b: string[] } | undefined): string[] {
  return conflict === undefined ? [] : [...conflict.a, ...conflict.b];
}

/** The lines of the new text: those that stayed keep their author, all others are the writer's. */
export function attribute<Kept extends Line>(
  stored: readonly Kept[],
  text: string,
  authorId: string,
): (Kept | Line)[] {
  const before = stored.map((line) => line.text);
  const after = linesOf(text);
  const changes = diffIndices(before, after);
  const lines: (Kept | Line)[] = [];
  let next = 0;
  for (const { buffer1, buffer2 } of changes) {
    lines.push(...stored.slice(next, buffer1[0]));
    const [from, count] = buffer2;
    lines.push(...after.slice(from, from + count).map((line) => ({ authorId, text: line })));
    next = buffer1[0] + buffer1[1];
  }
  return [...lines, ...stored.slice(next)];
}
