import type { TotpSecretBox } from "@sundial/auth/totp-secret";
import type pg from "pg";
import { digestOfFields, literal } from "../sql.ts";
import { decodeBase32 } from "./base32.ts";
import { addedRows, hasChangedHere, isLeftAsItIs } from "./changed-here.ts";
import { isEncryptable, stageDecrypted } from "./decrypted.ts";
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
  /** The written row no longer exists, and nobody here removed it. */
  | "GONE_FROM_TARGET"
  /** The row differs from what was written, and nobody here changed it. */
  | "CHANGED_IN_TARGET"
  /** A row of a migrated person that neither the migration nor anybody here made. */
  | "ADDED_IN_TARGET"
  /** The row differs from what its source row becomes now. */
  | "DIFFERS_FROM_SOURCE"
  /** The fields kept in the record differ from the source. */
  | "UNPLACED_DIFFERS"
  /** There are authenticator apps, and no key of the server shows that it can read them. */
  | "SECRET_UNPROVEN";

export interface Verification {
  /** Rows compared, by entity. */
  compared: Record<string, number>;
  /**
   * Rows that people here changed, added or removed since, by entity: the audit log says so, or the
   * run left them as they are because the source changed, too. No fault.
   */
  changedHere: Record<string, number>;
  faults: Partial<Record<Fault, number>>;
  /** The first few, by entity and key. */
  examples: { fault: Fault; entity: string; key: string }[];
}

const MOST_EXAMPLES = 20;
const CHANGED_HERE = "changedHere";

/**
 * Compares record by record: the source computes what each of its rows becomes, the target what it
 * has, both as digests in SQL, in the order of their keys. No count can hide a fault.
 */
export async function verifyMove(
  { source, target }: Sessions,
  plan: MovePlan,
): Promise<Verification> {
  const { run, entities, box, decryption } = plan;
  const result: Verification = { compared: {}, changedHere: {}, faults: {}, examples: [] };
  const report = (found: Fault | typeof CHANGED_HERE, entity: string, hexKey: string) => {
    if (found === CHANGED_HERE) {
      result.changedHere[entity] = (result.changedHere[entity] ?? 0) + 1;
      return;
    }
    result.faults[found] = (result.faults[found] ?? 0) + 1;
    if (result.examples.length === MOST_EXAMPLES) return;
    result.examples.push({ fault: found, entity, key: Buffer.from(hexKey, "hex").toString() });
  };
  const rowsOf = async (entity: SourceEntity) =>
    readableRows(entity, await unreadOwners(target, run.runId, entity));
  const decrypted = decryption && (await stageDecrypted(source, entities, decryption, rowsOf));
  try {
    for (const entity of entities) {
      const isStaged = decrypted !== undefined && isEncryptable(entity);
      const rows = isStaged ? entity.staging : `(${await rowsOf(entity)})`;
      const expected = linesOf(
        isStaged ? decrypted : source,
        expectedDigests(plan.expected, entity, rows),
      );
      const found = linesOf(target, foundDigests(run.runId, entity));
      let compared = 0;
      for await (const { left, right } of merge(expected, found)) {
        compared += 1;
        const fault = compare(left, right, box);
        if (fault !== undefined) report(fault, entity.name, (left ?? right)?.[0] ?? "");
      }
      result.compared[entity.name] = compared;
    }
  } finally {
    await decrypted?.end();
  }
  for await (const [table = "", key = "", isExplained] of linesOf(target, addedRows(run.runId))) {
    report(isExplained === "t" ? CHANGED_HERE : "ADDED_IN_TARGET", table, key);
  }
  return result;
}

function compare(
  expected: string[] | undefined,
  found: string[] | undefined,
  box: TotpSecretBox | undefined,
): Fault | typeof CHANGED_HERE | undefined {
  if (found === undefined) return "UNRECORDED";
  if (expected === undefined) return "GONE_FROM_SOURCE";
  const [, wanted, wantedUnplaced, secret = "", factorId = "", userId = ""] = expected;
  const [, hasTarget, now, written, isAsWritten, unplaced, isLeft, isExplained, sealed = ""] =
    found;
  // The source changed, too, and the run decided to leave this person as they are here.
  if (isLeft === "t") return isAsWritten === "t" ? undefined : CHANGED_HERE;
  if (unplaced !== wantedUnplaced) return "UNPLACED_DIFFERS";
  if (hasTarget === "f") return undefined;
  if (now === wanted && hasSameSecret(box, { factorId, userId }, secret, sealed)) return undefined;
  if (isAsWritten === "t") return "DIFFERS_FROM_SOURCE";
  if (isExplained !== "t") return now === "" ? "GONE_FROM_TARGET" : "CHANGED_IN_TARGET";
  return written === "" || written === wanted ? CHANGED_HERE : "DIFFERS_FROM_SOURCE";
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

/** All rows of an entity; of unreadable ones, only the keys. */
function readableRows(entity: SourceEntity, unread: string[]) {
  const owners = unread.filter((owner) => owner !== "");
  const ownerless = { ownerless: true };
  const parts = [
    stagedRows(entity, { except: owners }),
    keysAlone(entity, { owners }),
    unread.includes("") ? keysAlone(entity, ownerless) : stagedRows(entity, ownerless),
  ];
  return parts.join(" UNION ALL ");
}

function expectedDigests(expectedRows: MovePlan["expected"], entity: SourceEntity, rows: string) {
  const digest = digestOfFields(comparedFields[entity.kind].fields, "e");
  const secret = entity.kind === "factor" ? `, ${hex("e.secret")}, e.id, e.user_id` : "";
  return `SELECT ${hex("e.key")}, encode(${digest}, 'hex'), ${unplacedDigest("e")} ${secret}
    FROM (${expectedRows(entity, rows)}) e ORDER BY ${hex("e.key")} COLLATE "C"`;
}

function foundDigests(runId: string, { kind, name }: SourceEntity) {
  const isFactor = kind === "factor";
  const now = digestNow(WRITTEN_FIELDS[kind].fields, "n");
  const compared = isFactor ? digestNow(comparedFields.factor.fields, "f") : "f.now";
  // Of a factor, only a digest with its encrypted secret is known, which can't be compared.
  const written = isFactor ? "NULL" : "encode(f.digest, 'hex')";
  const isAsWritten = "f.now IS NOT DISTINCT FROM f.digest";
  return `SELECT ${hex("f.source_key")}, f.target_key IS NOT NULL, encode(${compared}, 'hex'),
      ${written}, ${isAsWritten}, ${unplacedDigest("f")}, ${isLeftAsItIs(runId, "f.owner_key")},
      CASE WHEN ${isAsWritten} THEN false ELSE ${hasChangedHere(runId, "f.owner_key")} END,
      ${isFactor ? "f.sealed" : "NULL"}
    FROM (SELECT n.*, ${now} AS now FROM (${writtenRows(runId, kind, name)}) n) f
    WHERE NOT ('GONE_FROM_SOURCE' = ANY (f.codes) AND f.outcome = 'flagged')
    ORDER BY ${hex("f.source_key")} COLLATE "C"`;
}
