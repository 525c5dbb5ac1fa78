import { z } from "zod";

type Path = (string | number)[];

export interface Leaf {
  path: Path;
  kind: "text" | "date" | "number";
}

/**
 * A value that a contract accepts, with all its fields set, and the paths of its texts and dates.
 */
export interface Sample {
  value: unknown;
  leaves: Leaf[];
}

/** A leaf takes the first candidate that the contract accepts, so ends come after their starts. */
const day = (n: number) => new Date(Date.UTC(2027, 2, n));
const CANDIDATES = {
  text: [
    ...[
      "Words",
      "ada@test.example",
      "0198c0de-0000-7000-8000-000000000001",
      "2027-03-01",
      "123456",
    ],
    ...["A few words more, to say enough", "en", "Europe/Berlin"],
    ...["https://hooks.example/sundial", "BCDF-GHJK", "hooks.example", "QUFB"],
  ],
  date: [day(1), day(2)],
  number: [5, 30, 60],
};

/** A sample for each alternative of a contract. Fails for a contract that no candidates fit. */
export function samplesOf(schema: z.ZodType): Sample[] {
  const alternatives = schema instanceof z.ZodUnion ? schema.options : [schema];
  return alternatives.flatMap((alternative) => {
    const samples: Sample[] = [];
    for (let choice = 0, choices = 1; choice < choices; choice++) {
      const { most, ...sample } = sampleOf(schema, alternative, choice);
      samples.push(sample);
      choices = most;
    }
    return samples;
  });
}

/** `choice` picks the alternative of each part that has some; `most` is how many one has. */
function sampleOf(
  schema: z.ZodType,
  alternative: z.core.$ZodType,
  choice: number,
): Sample & { most: number } {
  const leaves: (Leaf & { next: number })[] = [];
  let most = 1;
  let value = fill(alternative, []);

  function fill(part: z.core.$ZodType, path: Path): unknown {
    if (part instanceof z.ZodObject) {
      const fields = Object.entries<z.core.$ZodType>(part.shape);
      return Object.fromEntries(
        fields.map(([name, field]) => [name, fill(field, [...path, name])]),
      );
    }
    if (part instanceof z.ZodUnion) {
      most = Math.max(most, part.options.length);
      const [first] = part.options;
      const chosen = part.options[choice] ?? first;
      return chosen === undefined ? undefined : fill(chosen, path);
    }
    if (part instanceof z.ZodArray) {
      const issue = part.safeParse([]).error?.issues[0];
      const length = issue?.code === "too_small" ? Number(issue.minimum) : 1;
      return Array.from({ length }, (_, index) => fill(part.element, [...path, index]));
    }
    if (part instanceof z.ZodOptional || part instanceof z.ZodNullable) {
      return fill(part.unwrap(), path);
    }
    if (part instanceof z.ZodDefault) return fill(part.unwrap(), path);
    if (part instanceof z.ZodPipe && !(part.in instanceof z.ZodTransform)) {
      return fill(part.in, path);
    }
    if (part instanceof z.ZodEnum) return part.options[0];
    if (part instanceof z.ZodLiteral) return [...part.values][0];
    if (part instanceof z.ZodBoolean) return true;
    if (part instanceof z.ZodDate) return leafAt(path, "date");
    if (part instanceof z.ZodNumber) return leafAt(path, "number");
    return leafAt(path, "text");
  }

  function leafAt(path: Path, kind: Leaf["kind"]) {
    leaves.push({ path, kind, next: 1 });
    return CANDIDATES[kind][0];
  }

  for (;;) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { value, leaves, most };
    const issue = parsed.error.issues[0];
    const leaf = leaves.find(({ path }) => path.join() === issue?.path.join());
    const candidate = leaf && CANDIDATES[leaf.kind][leaf.next++];
    if (leaf === undefined || candidate === undefined) {
      throw new Error(`no sample: ${parsed.error.message}`);
    }
    value = withLeaf(value, leaf.path, candidate);
  }
}

/** A copy with another value in one place. */
export function withLeaf(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return leaf;
  const copy: Record<string | number, unknown> = Object.assign(
    Array.isArray(value) ? [] : {},
    value,
  );
  copy[step] = withLeaf(copy[step], rest, leaf);
  return copy;
}
