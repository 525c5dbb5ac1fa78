import { withinTime } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import type { AuditExportFormat, AuditFilter } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { inColumns, toCsvLine } from "../csv.ts";
import { EXPORT_PART_MS } from "../export-time.ts";
import { inTransaction } from "../transaction.ts";
import { hiddenTargets } from "./hidden.ts";
import { asRecorded, eventColumns, findEvents } from "./list.ts";

/** Events read at a time, because the log may be long and is never loaded as a whole. */
const BATCH = 1000;

interface Export {
  format: AuditExportFormat;
  filter: AuditFilter;
}

/**
 * The events that match a filter, latest first, as lines of text. The export is recorded before its
 * first line. JSONL has one object per line; CSV is RFC 4180 with a header.
 */
export async function exportAuditEvents(ctx: ServiceContext, { format, filter }: Export) {
  await inTransaction(ctx.db, (tx) =>
    recordAuditEvent(tx, ctx, {
      action: "audit.exported",
      targetType: "events",
      targetId: "events",
      after: { format, ...asRecorded(filter) },
    }),
  );
  return lines(ctx, { format, filter });
}

async function* lines({ db, actor, now }: ServiceContext, { format, filter }: Export) {
  const hidden = await withinTime(EXPORT_PART_MS, () => hiddenTargets(db, actor, now()));
  if (format === "csv") yield toCsvLine(eventColumns);
  let behind: bigint | undefined;
  for (;;) {
    const from = behind;
    const rows = await withinTime(EXPORT_PART_MS, () =>
      findEvents(db, { filter, behind: from, hidden, limit: BATCH }),
    );
    const texts = rows.map((row) => {
      const event = { ...row, seq: String(row.seq) };
      return format === "csv"
        ? toCsvLine(inColumns(event, eventColumns))
        : `${JSON.stringify(event)}\n`;
    });
    yield texts.join("");
    behind = rows.at(-1)?.seq;
    if (rows.length < BATCH) return;
  }
}
