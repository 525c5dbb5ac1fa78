export interface KeyPolicy {
  /** Lifetime of a token in milliseconds. */
  tokenLifetimeMs: number;
  /** How long a key is published before it signs, in milliseconds, for verifiers to fetch it. */
  publishBeforeMs: number;
  /** How long one key signs, in milliseconds. */
  rotateEveryMs: number;
}

/** `next` is published but doesn't sign yet; `retired` no longer signs but is still accepted. */
export type KeyState = "next" | "signing" | "retired" | "expired";

interface KeyTimes {
  kid: string;
  signsFrom: Date;
  expiresAt: Date | null;
}

/** The key that signs at a moment: the last that has started, or else the first that will. */
export function signingKeyAt<Key extends KeyTimes>(
  keys: readonly Key[],
  at: Date,
): Key | undefined {
  const sorted = keys.toSorted((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime());
  const signing = sorted.findLast(({ signsFrom }) => signsFrom <= at) ?? sorted[0];
  return signing !== undefined && isLive(signing, at) ? signing : undefined;
}

const isLive = ({ expiresAt }: KeyTimes, at: Date) => expiresAt === null || expiresAt > at;

export function keyState(keys: readonly KeyTimes[], key: KeyTimes, at: Date): KeyState {
  if (!isLive(key, at)) return "expired";
  if (signingKeyAt(keys, at)?.kid === key.kid) return "signing";
  return key.signsFrom > at ? "next" : "retired";
}

/** When the next key is to sign, if it is time to create it; otherwise null, also if it exists. */
export function nextKeyDue(keys: readonly KeyTimes[], at: Date, policy: KeyPolicy): Date | null {
  const signing = signingKeyAt(keys, at);
  if (signing === undefined) return at;
  if (keys.some((key) => keyState(keys, key, at) === "next")) return null;
  const wanted = signing.signsFrom.getTime() + policy.rotateEveryMs;
  const earliest = at.getTime() + policy.publishBeforeMs;
  return earliest < wanted ? null : new Date(earliest);
}
