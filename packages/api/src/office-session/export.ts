import type { Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { type OfficeSessionFilter, officeSessionFilterInAddress } from "@sundial/validators";
import type { Context, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { CSV, csvOf, type ExportRequest, readFilter, serveExport } from "../file-export.ts";
import { inOrderOf } from "../paging.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { findSessionPage } from "./search.ts";

/** Sessions read at a time. */
const BATCH = 500;

const COLUMNS = [
  ...["id", "status", "startsAt", "endsAt", "topic", "mentorId", "mentorName", "menteeId"],
  ...["menteeName", "mentorCheckInAt", "menteeCheckInAt", "noShowParty", "disputed", "settledAt"],
  ...["cancelledAt", "cancelReason", "cancelledLate"],
];

/**
 * Everyone's sessions as a CSV file, with the filters of the list: 401, 403, 404 for another file,
 * 400 for an invalid filter.
 */
export function serveSessionExport(ctx: Context, request: ExportRequest): Promise<Response> {
  return serveExport(ctx, request, {
    path: "officeSession.export",
    permission: "session:export",
    begin: async (allowed) => {
      if (request.file !== "sessions.csv") throw notFound();
      const filter = readFilter(request.query, officeSessionFilterInAddress);
      return { contentType: CSV, texts: await exportOfficeSessions(allowed, filter) };
    },
  });
}

/**
 * The sessions that match a filter, in the order of the list, as lines of CSV. The export is recorded
 * before its first line.
 */
async function exportOfficeSessions(ctx: ServiceContext, filter: OfficeSessionFilter) {
  const { db } = ctx;
  await inTransaction(db, (tx) =>
    recordAuditEvent(tx, ctx, {
      action: "officeSession.exported",
      targetType: "program",
      targetId: "program",
      after: asRecorded(filter),
    }),
  );
  // One moment for the whole file, or sessions could change their place in it on the way.
  const now = ctx.now();
  return csvOf(COLUMNS, async (cursor) => {
    const { ids, nextCursor } = await findSessionPage(db, { filter, cursor, limit: BATCH, now });
    const rows = await db.officeSession.findMany({
      where: { id: { in: ids } },
      select: officeSessionSelect,
    });
    const found = inOrderOf(ids, rows).map((row) => {
      const names = { mentorName: row.mentor.name, menteeName: row.mentee.name };
      return { ...toState(row, now), ...names };
    });
    return { rows: found, nextCursor };
  });
}

/** The filter as stored in an event, without the text, which may be a name. */
function asRecorded({ from, to, search, ...filter }: OfficeSessionFilter): Prisma.InputJsonObject {
  return {
    ...filter,
    from: from?.toISOString(),
    to: to?.toISOString(),
    searched: search === undefined ? undefined : true,
  };
}
