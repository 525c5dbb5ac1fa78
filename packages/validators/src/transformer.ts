/**
 * How calls and answers travel: JSON, and beside it the places whose texts are dates. It carries
 * nothing else, so nobody can name something for the other side to build. The form is a part of
 * superjson's.
 */
interface Envelope {
  json?: unknown;
  meta?: {
    /** By place, with a dot between the steps to it; bare when the value itself is a date. */
    values: DateMark | Record<string, DateMark>;
    /** Of this form: dots and backslashes in names stand behind a backslash. */
    v: 1;
  };
}

type DateMark = readonly ["Date"];
type Holder = Record<string, unknown>;

const DATE: DateMark = ["Date"];

/** What is no such envelope. Nothing of it has been built. */
class UnreadableEnvelopeError extends Error {
  override readonly name = "UnreadableEnvelopeError";
}

/**
 * Ready for JSON.stringify, which writes dates as texts. As there, fields that are undefined are left
 * out, and a date that is invalid is null.
 */
export function serialize(value: unknown): Envelope {
  if (isDate(value)) return { json: value, meta: { values: DATE, v: 1 } };
  const places: string[] = [];
  findDates(value, "", places);
  if (places.length === 0) return { json: value };
  // Not by assignment: a name may be "__proto__".
  const values = Object.fromEntries(places.map((place) => [place, DATE]));
  return { json: value, meta: { values, v: 1 } };
}

/**
 * The value in an envelope that comes out of JSON.parse, with its dates in their places. Throws for
 * any other annotation, and for one of a place that holds no date.
 */
export function deserialize(envelope: unknown): unknown {
  const { root, dates } = read(envelope);
  for (const { holder, name, date } of dates) holder[name] = date;
  return root.value;
}

/** Whether `deserialize` would read it. */
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

/** The steps to each date, from the root on. */
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
