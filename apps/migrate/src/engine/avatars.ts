import { createHash } from "node:crypto";
import { type Db, lockPeople } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { type allowedHosts, type FileFailure, type GetOptions, getFile } from "@sundial/outside";
import { drawImage, UnusableImage } from "@sundial/outside/draw-image";
import type { Progress } from "../progress.ts";

const PAGE = 100;
const AT_ONCE = 8;
const SIDE = 256;
const MAX_BYTES = 5_000_000;
const DEADLINE_MS = 15_000;
/** Later runs of the command try what may pass this often. */
const MOST_ATTEMPTS = 3;

type Failure = FileFailure | UnusableImage["reason"];

/** What another try may not change. */
const LASTING: Failure[] = ["address", "too_large", "not_an_image"];

export interface AvatarOptions {
  runId: string;
  /** Whether to try everything again that failed. */
  again: boolean;
  /** Hosts that aren't public; usually none. */
  allowed: ReturnType<typeof allowedHosts>;
  resolve?: GetOptions["resolve"];
  progress: Progress;
  isStopping: () => boolean;
  now: () => Date;
}

export interface AvatarCounts {
  stored: number;
  /** To be tried again by the next run. */
  waiting: number;
  /** Given up, by reason. */
  failed: Record<string, number>;
}

/**
 * Fetches the pictures of migrated people and stores each as we draw it, some at a time. It can be
 * stopped and started again: what is done isn't done twice.
 */
export async function fetchAvatars(db: Db, options: AvatarOptions): Promise<AvatarCounts> {
  const { again, progress, isStopping } = options;
  const undone = again ? [{ outcome: null }, { outcome: { not: "stored" } }] : [{ outcome: null }];
  const where = { OR: undone, user: { anonymizedAt: null } };
  const total = await db.avatarFetch.count({ where });
  let done = 0;
  for (let last = ""; !isStopping(); ) {
    const page = await db.avatarFetch.findMany({
      where: { ...where, userId: { gt: last } },
      select: { userId: true, url: true, attempts: true },
      orderBy: { userId: "asc" },
      take: PAGE,
    });
    const [end] = page.slice(-1);
    if (end === undefined) break;
    last = end.userId;
    const pictures = await fetchAll(page, options);
    await save(db, pictures, options);
    done += pictures.length;
    progress.count(done, total);
  }
  return countAvatars(db);
}

type Waiting = { userId: string; url: string; attempts: number };
type Picture = Waiting & ({ image: Buffer<ArrayBuffer> } | { failure: Failure });

/** Fetches several at once; those that haven't begun when the command is stopped are left. */
async function fetchAll(page: Waiting[], options: AvatarOptions): Promise<Picture[]> {
  const waiting = [...page];
  const pictures: Picture[] = [];
  const work = async () => {
    for (;;) {
      const next = options.isStopping() ? undefined : waiting.shift();
      if (next === undefined) return;
      pictures.push({ ...next, ...(await fetchOne(next.url, options)) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pictures;
}

async function fetchOne(url: string, { allowed, resolve }: AvatarOptions) {
  const limits = { maxBytes: MAX_BYTES, deadline: DEADLINE_MS };
  const got = await getFile(url, { allowed, resolve, ...limits });
  if ("failure" in got) return got;
  try {
    return { image: await drawImage(got.file, { side: SIDE, square: true }) };
  } catch (error) {
    if (!(error instanceof UnusableImage)) throw error;
    return { failure: error.reason };
  }
}

/** Saves the results of a page, unless somebody was erased or has another picture meanwhile. */
async function save(db: Db, pictures: Picture[], { runId, now }: AvatarOptions) {
  if (pictures.length === 0) return;
  await db.$transaction(async (tx) => {
    await lockPeople(
      tx,
      pictures.map(({ userId }) => userId),
    );
    const counts: Record<string, number> = {};
    for (const picture of pictures) {
      const { userId, url } = picture;
      const attempts = picture.attempts + 1;
      const found = "image" in picture ? "stored" : picture.failure;
      const isFinal = attempts >= MOST_ATTEMPTS || found === "stored" || isLasting(found);
      const outcome = isFinal ? found : null;
      const { count } = await tx.avatarFetch.updateMany({
        where: { userId, url },
        data: { attempts, outcome, attemptedAt: now() },
      });
      if (count === 0) continue;
      counts[found] = (counts[found] ?? 0) + 1;
      if (!("image" in picture)) continue;
      const digest = createHash("sha256").update(picture.image).digest("base64url");
      const avatar = { image: picture.image, digest };
      await tx.avatar.upsert({
        where: { userId },
        create: { userId, ...avatar },
        update: avatar,
        select: { userId: true },
      });
      // Nothing that the person changed, so neither version nor time of the row.
      await tx.$executeRaw`
        UPDATE users SET image = ${`/avatars/${encodeURIComponent(userId)}?v=${digest}`} WHERE id = ${userId}`;
    }
    await recordAuditEvent(
      tx,
      { actor: null },
      {
        action: "migration.avatarsFetched",
        targetType: "migrationRun",
        targetId: runId,
        after: counts,
      },
    );
  });
}

const isLasting = (failure: string) => LASTING.some((lasting) => lasting === failure);

/** How many pictures are here, wait and failed. */
async function countAvatars(db: Db): Promise<AvatarCounts> {
  const groups = await db.avatarFetch.groupBy({ by: ["outcome"], _count: { _all: true } });
  const counts: AvatarCounts = { stored: 0, waiting: 0, failed: {} };
  for (const { outcome, _count } of groups) {
    if (outcome === "stored") counts.stored = _count._all;
    else if (outcome === null) counts.waiting = _count._all;
    else counts.failed[outcome] = _count._all;
  }
  return counts;
}
