/**
 * The wire format of calls and answers: JSON plus the paths of its dates. It carries nothing else,
 * so a sender can't make the other side build anything. The format is a subset of superjson's.
 */
interface Envelope {
  json?: unknown;
  meta?: {
    /** By path, with dots between the steps; a bare mark when the value itself is a date. */
    values: DateMark | Record<string, DateMark>;
    /** The version of this format: dots and backslashes in names are escaped with a backslash. */
    v: 1;
  };
}

type DateMark = readonly ["Date"];
type Holder = Record<string, unknown>;

const DATE: DateMark = ["Date"];

/** Thrown for anything that isn't such an envelope, before any of it is built. */
class UnreadableEnvelopeError extends Error {
  override readonly name = "UnreadableEnvelopeError";
}

/**
 * Prepares a value for JSON.stringify, which writes dates as text. As there, undefined fields are
 * left out, and an invalid date is null.
 */
export function serialize(value: unknown): Envelope {
  if (isDate(value)) return { json: value, meta: { values: DATE, v: 1 } };
  const places: string[] = [];
  findDates(value, "", places);
  if (places.length === 0) return { json: value };
  // Not by assignment, because a name may be "__proto__".
  const values = Object.fromEntries(places.map((place) => [place, DATE]));
  return { json: value, meta: { values, v: 1 } };
}

/**
 * The value of an envelope parsed by JSON.parse, with its dates restored.
 *
 * Errors: throws for any other annotation, and for the path of a value that isn't a date.
 */
export function deserialize(envelope: unknown): unknown {
  const { root, dates } = read(envelope);
  for (const { holder, name, date } of dates) holder[name] = date;
  return root.value;
}

/** Whether `deserialize` can read it. */
export function isEnvelope(envelope: unknown): boolean {
  try {
    read(envelope);
    return true;
  } catch (error) {
    if (error instanceof UnreadableEnvelopeError) return false;
    throw error;
  }
}

function findDates(value: unknown, prefix: string, places: string[]) {
  if (!isHolder(value)) return;
  for (const [name, part] of Object.entries(value)) {
    if (!isHolder(part)) continue;
    const place = prefix + name.replaceAll(/[\\.]/g, "\\$&");
    if (isDate(part)) places.push(place);
    else findDates(part, `${place}.`, places);
  }
}

function read(envelope: unknown) {
  const { json, meta } = onlyWith(["json", "meta"], envelope);
  const root: Holder = { value: json };
  const dates = placesIn(meta).map((steps) => findDate(root, steps));
  return { root, dates };
}

/** The steps to each date, from the root. */
function placesIn(meta: unknown): string[][] {
  if (meta === undefined) return [];
  const { values, v } = onlyWith(["values", "v"], meta);
  if (v !== 1 && v !== undefined) throw new UnreadableEnvelopeError("an unknown form");
  if (isDateMark(values)) return [["value"]];
  if (!isHolder(values) || !Object.values(values).every(isDateMark)) {
    throw new UnreadableEnvelopeError("an unexpected annotation");
  }
  return Object.keys(values).map((place) => ["value", ...stepsOf(place)]);
}

function stepsOf(place: string): string[] {
  if (!place.includes("\\")) return place.split(".");
  const steps = [""];
  for (const [part] of place.matchAll(/\\[\\.]|[^\\.]+|./gs)) {
    if (part === "\\") throw new UnreadableEnvelopeError("an unexpected annotation");
    if (part === ".") steps.push("");
    else steps.push((steps.pop() ?? "") + part.replace(/^\\/, ""));
  }
  return steps;
}

function findDate(root: Holder, steps: string[]) {
  let holder = root;
  for (const step of steps.slice(0, -1)) {
    const next = own(holder, step);
    if (!isHolder(next)) throw new UnreadableEnvelopeError("a date in no place");
    holder = next;
  }
  const name = steps.at(-1) ?? "";
  const text = own(holder, name);
  const date = new Date(typeof text === "string" ? text : Number.NaN);
  if (!isDate(date) || date.toISOString() !== text) {
    throw new UnreadableEnvelopeError("a date that is none");
  }
  return { holder, name, date };
}

const own = (holder: Holder, name: string) =>
  Object.hasOwn(holder, name) ? holder[name] : undefined;

function onlyWith(names: string[], value: unknown): Holder {
  if (isHolder(value) && Object.keys(value).every((name) => names.includes(name))) return value;
  throw new UnreadableEnvelopeError(`something other than ${names.join(" and ")}`);
}

const isHolder = (value: unknown): value is Holder => typeof value === "object" && value !== null;

const isDate = (value: unknown): value is Date =>
  value instanceof Date && !Number.isNaN(value.getTime());

const isDateMark = (value: unknown): value is DateMark =>
  Array.isArray(value) && value.length === 1 && value[0] === "Date";
