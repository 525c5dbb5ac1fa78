import { setTimeout as sleep } from "node:timers/promises";
import type { RouterOutputs } from "@sundial/client";
import type { CommandSpec, Run } from "../command.ts";
import { EXPORT_OPTIONS, exportList } from "../export-list.ts";
import { usage } from "../failure.ts";
import { formatInstant } from "../format-instant.ts";
import type { Columns } from "../output.ts";
import { printable } from "../values.ts";
import { findPerson, LIMIT, moreHint, take } from "./find.ts";

type Event = RouterOutputs["audit"]["list"]["items"][number];

const columns: Columns<Event> = {
  seq: ({ seq }) => seq,
  at: ({ at }) => at,
  action: ({ action }) => action,
  actor: ({ actorName, actorId }) => actorName ?? actorId ?? "Automatic",
  target: ({ targetName, targetType, targetId }) => targetName ?? `${targetType} ${targetId}`,
  reason: ({ reason }) => reason,
};

const details: Columns<Event> = {
  ...columns,
  actorId: ({ actorId }) => actorId,
  actorRole: ({ actorRole }) => actorRole,
  credential: ({ credential }) => credential,
  targetType: ({ targetType }) => targetType,
  targetId: ({ targetId }) => targetId,
  ip: ({ ip }) => ip,
  userAgent: ({ userAgent }) => userAgent,
  requestId: ({ requestId }) => requestId,
  before: ({ before }) => JSON.stringify(before),
  after: ({ after }) => JSON.stringify(after),
};

const filters = [
  { name: "actor", value: "person", about: "who acted, by ID or email address" },
  { name: "target", value: "person", about: "the target, by ID or email address" },
  { name: "action", value: "action", about: "an action such as member.erased, or its noun" },
  { name: "from", value: "time", about: "from this instant on" },
  { name: "to", value: "time", about: "before this instant" },
];

async function filterOf({ given, client }: Run) {
  const api = await client();
  const idOf = async (name: string) => {
    const named = given.text(name);
    return named === undefined ? undefined : findPerson(api, named);
  };
  return {
    actorId: await idOf("actor"),
    targetId: await idOf("target"),
    action: given.text("action"),
    from: given.instant("from"),
    to: given.instant("to"),
  };
}

async function tail(run: Run) {
  const { given, terminal, output, world } = run;
  if (output.format === "json") throw usage("Events have no end. Pass --jsonl instead of --json.");
  const api = await run.client();
  const { from: _, to: __, ...filter } = await filterOf(run);
  const limit = given.number("lines", [0, 50]) ?? 10;
  const seconds = given.number("interval", [2, 3600]) ?? 5;
  const newest = await api.audit.list.query({ ...filter, limit: Math.max(1, limit) });
  const show = (event: Event) =>
    terminal.print(
      output.format === "jsonl" ? JSON.stringify(event) : lineOf(event, terminal.timeZone),
    );
  if (output.format === "table") terminal.note(`Times are in ${terminal.timeZone}.`);
  newest.items.slice(0, limit).reverse().forEach(show);
  let last = newest.items[0]?.seq ?? 0;
  while (!given.has("once")) {
    await sleep(seconds * 1000, undefined, { signal: world.signal });
    const fresh = await eventsSince(last, (page) => api.audit.list.query({ ...filter, ...page }));
    fresh.forEach(show);
    last = fresh.at(-1)?.seq ?? last;
  }
}

/** Oldest first; reads on until it meets what was shown before. */
async function eventsSince(
  last: number,
  read: (page: {
    limit: number;
    cursor: string | null;
  }) => Promise<{ items: Event[]; nextCursor: string | null }>,
): Promise<Event[]> {
  const fresh: Event[] = [];
  let cursor: string | null = null;
  do {
    const page = await read({ limit: 50, cursor });
    const unseen = page.items.filter(({ seq }) => seq > last);
    fresh.push(...unseen);
    cursor = unseen.length < page.items.length ? null : page.nextCursor;
  } while (cursor !== null);
  return fresh.reverse();
}

function lineOf(event: Event, zone: string): string {
  const { at, action, actorName, actorId, targetName, targetType, targetId } = event;
  const who = actorName ?? actorId ?? "Automatic";
  const whom = targetName ?? `${targetType} ${targetId}`;
  return printable(`${formatInstant(at, zone)}  ${action}  ${who} → ${whom}`);
}

export const auditCommands: CommandSpec[] = [
  {
    name: "audit list",
    about: "list the audit log, latest first",
    options: [...filters, LIMIT],
    examples: ["sundial audit list --action member --limit 20"],
    async run(run) {
      const api = await run.client();
      const filter = await filterOf(run);
      const limit = run.given.number("limit", [1, 10_000]) ?? 50;
      const { items, hasMore } = await take(limit, (page) =>
        api.audit.list.query({ ...filter, ...page }),
      );
      const more = moreHint(hasMore, "audit");
      run.output.list(items, columns, { empty: "Nothing matches.", more });
    },
  },
  {
    name: "audit tail",
    about: "show the latest events, and new ones as they happen",
    more: "Runs until Ctrl-C.",
    options: [
      ...filters.slice(0, 3),
      { name: "lines", value: "number", about: "how many to begin with (default: 10)" },
      { name: "interval", value: "seconds", about: "how often to look (default: 5)" },
      { name: "once", about: "don't wait for new events" },
    ],
    examples: ["sundial audit tail --action officeSession --once"],
    run: tail,
  },
  {
    name: "audit export",
    about: "write events to a file",
    options: [...filters, ...EXPORT_OPTIONS],
    examples: ["sundial audit export --from 2026-01-01 --output events.csv"],
    async run(run) {
      const api = await run.client();
      const filter = await filterOf(run);
      await exportList(run, {
        noun: "events",
        read: (cursor) => api.audit.list.query({ ...filter, limit: 50, cursor }),
        columns: details,
      });
    },
  },
];
