import { withinTime } from "@sundial/db";
import { DomainError, type ServicePermission } from "@sundial/validators";
import type { z } from "zod";
import { authorize } from "./authorize.ts";
import type { Context, ServiceContext } from "./context.ts";
import { inColumns, toCsvLine } from "./csv.ts";
import { EXPORT_PART_MS } from "./export-time.ts";
import { answerRead } from "./http.ts";

export interface ExportRequest {
  method: string;
  /** The last part of the URL, such as "events.csv". */
  file: string;
  /** The filter, as in the URL of the page. */
  query: URLSearchParams;
}

interface ExportedFile {
  /** Of the procedure, for the log. */
  path: string;
  permission: ServicePermission;
  /** Records the export, and returns the file's text in parts. */
  begin: (ctx: ServiceContext) => Promise<{ contentType: string; texts: AsyncGenerator<string> }>;
}

/**
 * A list as a file, sent while it is read, so a long one takes no more memory than a short one: 401
 * and 403 as from a procedure, 404 for another file, 400 for an invalid filter.
 */
export function serveExport(ctx: Context, request: ExportRequest, exported: ExportedFile) {
  const { method, file } = request;
  return answerRead(ctx, { method, path: exported.path }, async () => {
    const allowed = await authorize(ctx, exported.permission);
    const { contentType, texts } = await exported.begin(allowed);
    return {
      contentType,
      text: toStream(texts),
      headers: { "content-disposition": `attachment; filename="sundial-${file}"` },
    };
  });
}

export const CSV = "text/csv; charset=utf-8";

/** Produced as fast as the reader reads, and abandoned when the reader leaves. */
function toStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await texts.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await texts.return(undefined);
    },
  });
}

interface Part<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/**
 * The lines of a CSV file, read page by page. A page without rows may have a next one.
 */
export async function* csvOf<Row extends object>(
  columns: readonly string[],
  readPage: (cursor: string | null) => Promise<Part<Row>>,
): AsyncGenerator<string> {
  yield toCsvLine(columns);
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const page: Part<Row> = await withinTime(EXPORT_PART_MS, () => readPage(from));
    if (page.rows.length > 0) {
      yield page.rows.map((row) => toCsvLine(inColumns(row, columns))).join("");
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/**
 * The filter in the query of a URL. Parameters without a value don't count.
 *
 * Errors: INVALID_INPUT when one isn't valid, is unknown, or is there twice.
 */
export function readFilter<Filter>(query: URLSearchParams, contract: z.ZodType<Filter>): Filter {
  const given = [...query].filter(([, value]) => value !== "");
  const twice = given.find(([name], at) => given.findIndex((other) => other[0] === name) < at);
  if (twice !== undefined) throw oddFilters([{ path: [twice[0]], message: "Say this once" }]);
  const filter = contract.safeParse(Object.fromEntries(given));
  if (filter.success) return filter.data;
  throw oddFilters(filter.error.issues);
}

function oddFilters(issues: Pick<z.core.$ZodIssue, "path" | "message">[]) {
  const details = issues.map(({ path, message }) => ({ path: path.map(String), message }));
  return new DomainError("INVALID_INPUT", "Some filters aren't valid.", details);
}
