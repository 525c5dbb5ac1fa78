import { recordAuditEvent } from "@sundial/ledger";
import { type MemberFilter, memberFilter } from "@sundial/validators";
import type { Context, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { CSV, csvOf, type ExportRequest, readFilter, serveExport } from "../file-export.ts";
import { inOrderOf } from "../paging.ts";
import { inTransaction } from "../transaction.ts";
import { findPeople } from "./find-people.ts";
import { memberSelect } from "./view.ts";

/** People read at a time. */
const BATCH = 500;

const COLUMNS = ["id", "name", "email", "role", "status", "lastLoginAt", "createdAt"];

/**
 * People as a CSV file, with the filters of the list: 401, 403, 404 for another file, 400 for an
 * invalid filter.
 */
export function serveMemberExport(ctx: Context, request: ExportRequest): Promise<Response> {
  return serveExport(ctx, request, {
    path: "member.export",
    permission: "member:export",
    begin: async (allowed) => {
      if (request.file !== "people.csv") throw notFound();
      const filter = readFilter(request.query, memberFilter);
      return { contentType: CSV, texts: await exportMembers(allowed, filter) };
    },
  });
}

/**
 * The people who match a filter, by name, as lines of CSV. The export is recorded before its first
 * line, without the searched text, which may be a name.
 */
async function exportMembers(ctx: ServiceContext, { search, role, status }: MemberFilter) {
  const { db } = ctx;
  await inTransaction(db, (tx) =>
    recordAuditEvent(tx, ctx, {
      action: "member.exported",
      targetType: "program",
      targetId: "program",
      after: { role, status, searched: search === undefined ? undefined : true },
    }),
  );
  return csvOf(COLUMNS, async (cursor) => {
    const filter = { search, inAddress: true, role, status };
    const page = await findPeople(db, { ...filter, cursor, limit: BATCH });
    const rows = await db.user.findMany({ where: { id: { in: page.ids } }, select: memberSelect });
    return { rows: inOrderOf(page.ids, rows), nextCursor: page.nextCursor };
  });
}
