import type { TotpSecretBox } from "@sundial/auth/totp-secret";
import type pg from "pg";
import { digestOfFields, literal } from "../sql.ts";
import { decodeBase32 } from "./base32.ts";
import { linesOf, merge } from "./lines.ts";
import type { MovePlan } from "./move-source.ts";
import { UNREADABLE } from "./rejection.ts";
import type { Sessions } from "./sessions.ts";
import { keysAlone, type SourceEntity, stagedRows } from "./staging.ts";
import { digestNow, WRITTEN_FIELDS, writtenRows } from "./written.ts";

/** What may be wrong with a migrated row. */
export type Fault =
  /** A row of the source has no record. */
  | "UNRECORDED"
  /** A record's row is no longer in the source. */
  | "GONE_FROM_SOURCE"
  /** The written row no longer exists. */
  | "GONE_FROM_TARGET"
  /** The row differs from what was written: somebody changed it here since. */
  | "CHANGED_IN_TARGET"
  /** The row is as it was written, but differs from what its source row becomes now. */
  | "DIFFERS_FROM_SOURCE"
  /** The fields kept in the record differ from the source. */
  | "UNPLACED_DIFFERS";

export interface Verification {
  /** Rows compared, by entity. */
  compared: Record<string, number>;
  faults: Partial<Record<Fault, number>>;
  /** The first few, by entity and key. */
  examples: { fault: Fault; entity: string; key: string }[];
}

const MOST_EXAMPLES = 20;

/**
 * Compares record by record: the source computes what each of its rows becomes, the target what it
 * has, both as digests in SQL, in the order of their keys. No count can hide a fault.
 */
export async function verifyMove(
  { source, target }: Sessions,
  { run, entities, expected: expectedRows, box }: MovePlan,
): Promise<Verification> {
  const result: Verification = { compared: {}, faults: {}, examples: [] };
  const report = (fault: Fault, entity: string, hexKey: string) => {
    result.faults[fault] = (result.faults[fault] ?? 0) + 1;
    if (result.examples.length === MOST_EXAMPLES) return;
    result.examples.push({ fault, entity, key: Buffer.from(hexKey, "hex").toString() });
  };
  for (const entity of entities) {
    const unread = await unreadOwners(target, run.runId, entity);
    const expected = linesOf(source, expectedDigests(expectedRows, entity, unread));
    const found = linesOf(target, foundDigests(run.runId, entity));
    let compared = 0;
    for await (const { left, right } of merge(expected, found)) {
      compared += 1;
      const fault = compare(left, right, box);
      if (fault !== undefined) report(fault, entity.name, (left ?? right)?.[0] ?? "");
    }
    result.compared[entity.name] = compared;
  }
  return result;
}

function compare(
  expected: string[] | undefined,
  found: string[] | undefined,
  box: TotpSecretBox | undefined,
): Fault | undefined {
  if (found === undefined) return "UNRECORDED";
  if (expected === undefined) return "GONE_FROM_SOURCE";
  const [, wanted, wantedUnplaced, secret = "", factorId = "", userId = ""] = expected;
  const [, hasTarget, now, isAsWritten, unplaced, sealed = ""] = found;
  if (unplaced !== wantedUnplaced) return "UNPLACED_DIFFERS";
  if (hasTarget === "f") return undefined;
  if (now === "") return "GONE_FROM_TARGET";
  const isSame = now === wanted && hasSameSecret(box, { factorId, userId }, secret, sealed);
  if (isSame) return undefined;
  return isAsWritten === "t" ? "DIFFERS_FROM_SOURCE" : "CHANGED_IN_TARGET";
}

function hasSameSecret(
  box: TotpSecretBox | undefined,
  owner: { factorId: string; userId: string },
  secret: string,
  sealed: string,
) {
  if (sealed === "") return true;
  if (box === undefined) throw new Error("factors can't be compared without a key");
  try {
    return box.open(owner, sealed).equals(decodeBase32(Buffer.from(secret, "hex").toString()));
  } catch {
    return false;
  }
}

const hex = (text: string) => `encode(convert_to(${text}, 'UTF8'), 'hex')`;
const unplacedDigest = (alias: string) =>
  `encode(sha256(convert_to(coalesce(${alias}.unplaced::text, ''), 'UTF8')), 'hex')`;

/** Encrypted secrets are compared by decrypting them, all other fields by digest. */
const { sealed: _, ...openFields } = WRITTEN_FIELDS.factor.fields;
const comparedFields = {
  ...WRITTEN_FIELDS,
  factor: { ...WRITTEN_FIELDS.factor, fields: openFields },
};

/** The owners of an entity's unreadable rows, which would end the comparison for everybody. */
async function unreadOwners(target: pg.ClientBase, runId: string, { name }: SourceEntity) {
  const { rows } = await target.query<{ owner: string }>(
    `SELECT DISTINCT owner_key AS owner FROM public.migration_records
     WHERE run_id = ${literal(runId)} AND entity = ${literal(name)} AND outcome = 'quarantined'
       AND ${literal(UNREADABLE)} = ANY (codes)`,
  );
  return rows.map(({ owner }) => owner);
}

function expectedDigests(
  expectedRows: MovePlan["expected"],
  entity: SourceEntity,
  unread: string[],
) {
  const owners = unread.filter((owner) => owner !== "");
  const ownerless = { ownerless: true };
  const parts = [
    stagedRows(entity, { except: owners }),
    keysAlone(entity, { owners }),
    unread.includes("") ? keysAlone(entity, ownerless) : stagedRows(entity, ownerless),
  ];
  const rows = parts.join(" UNION ALL ");
  const digest = digestOfFields(comparedFields[entity.kind].fields, "e");
  const secret = entity.kind === "factor" ? `, ${hex("e.secret")}, e.id, e.user_id` : "";
  return `SELECT ${hex("e.key")}, encode(${digest}, 'hex'), ${unplacedDigest("e")} ${secret}
    FROM (${expectedRows(entity, `(${rows})`)}) e ORDER BY ${hex("e.key")} COLLATE "C"`;
}

function foundDigests(runId: string, { kind, name }: SourceEntity) {
  const isFactor = kind === "factor";
  const now = digestNow(WRITTEN_FIELDS[kind].fields, "n");
  const compared = isFactor ? digestNow(comparedFields.factor.fields, "f") : "f.now";
  return `SELECT ${hex("f.source_key")}, f.target_key IS NOT NULL, encode(${compared}, 'hex'),
      f.now IS NOT DISTINCT FROM f.digest, ${unplacedDigest("f")}, ${isFactor ? "f.sealed" : "NULL"}
    FROM (SELECT n.*, ${now} AS now FROM (${writtenRows(runId, kind, name)}) n) f
    WHERE NOT ('GONE_FROM_SOURCE' = ANY (f.codes) AND f.outcome = 'flagged')
    ORDER BY ${hex("f.source_key")} COLLATE "C"`;
}
