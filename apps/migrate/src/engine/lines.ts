import { createInterface } from "node:readline";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";

/** The rows of a query whose columns are plain words (hex digits, codes), one at a time. */
export async function* linesOf(client: pg.ClientBase, select: string): AsyncGenerator<string[]> {
  const stream = client.query(copyTo(`COPY (${select}) TO STDOUT`));
  for await (const line of createInterface({
    input: stream,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    yield line.split("\t").map((field) => (field === "\\N" ? "" : field));
  }
}

/** Steps through two streams in the order of their first column, in parallel. */
export async function* merge(left: AsyncGenerator<string[]>, right: AsyncGenerator<string[]>) {
  let [one, other] = [await left.next(), await right.next()];
  while (!one.done || !other.done) {
    const [a, b] = [one.done ? undefined : one.value, other.done ? undefined : other.value];
    const [keyA, keyB] = [a?.[0], b?.[0]];
    const takesLeft = keyB === undefined || (keyA !== undefined && keyA <= keyB);
    const takesRight = keyA === undefined || (keyB !== undefined && keyB <= keyA);
    yield { left: takesLeft ? a : undefined, right: takesRight ? b : undefined };
    if (takesLeft) one = await left.next();
    if (takesRight) other = await right.next();
  }
}
