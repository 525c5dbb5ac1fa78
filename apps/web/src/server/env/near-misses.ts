/** Short names resemble too many others. */
const SHORTEST = 6;

/** An unknown name that is set, and the one of ours probably meant. */
export interface NearMiss {
  name: string;
  meant: string;
}

/** Variables that look like a misspelling of one of ours: a letter or two off, or in lower case. */
export function nearMisses(names: readonly string[], ours: readonly string[]): NearMiss[] {
  const candidates = ours.filter((name) => name.length >= SHORTEST);
  return names
    .filter((name) => !ours.includes(name))
    .flatMap((name) => {
      const spelling = plain(name);
      const meant = candidates.find((one) => {
        const allowed = Math.min(3, Math.floor(one.length / 5));
        return distance(spelling, plain(one)) <= allowed;
      });
      return meant === undefined ? [] : [{ name, meant }];
    });
}

const plain = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");

/**
 * How many letters to insert, delete, replace or swap with their neighbor (optimal string
 * alignment).
 */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          at(last, j) + 1,
          at(row, j - 1) + 1,
          at(last, j - 1) + (isSame ? 0 : 1),
          isSwap ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = row;
  }
  return at(last, other.length);
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
