import { type CatalogueEntry, COMMON_ERRORS } from "../src/catalogue/describe.ts";

/** `docs/api.md`: every procedure, for people who call it from any language. */
export function renderPage(entries: readonly CatalogueEntry[]): string {
  const features = new Map<string, CatalogueEntry[]>();
  for (const entry of entries) {
    const [feature = ""] = entry.name.split(".");
    features.set(feature, [...(features.get(feature) ?? []), entry]);
  }
  const sections = [...features].map(
    ([feature, own]) => `## ${feature}\n\n${own.map(renderEntry).join("\n")}`,
  );
  return `${HEAD}\n${sections.join("\n")}`;
}

const list = (codes: readonly string[]) => codes.map((code) => `\`${code}\``).join(", ");

const HEAD = `# The API, procedure by procedure

Every procedure is one URL, for any language. In TypeScript, [\`@sundial/client\`](tools.md) does all of this for you. \`pnpm docs:api\` writes this page from the code, and a test fails when they differ. The API serves the same facts: \`catalogue.list\` names every procedure, and \`catalogue.byName\` describes one.

## How to call

- **Sign in** with a token: \`Authorization: Bearer sundial_pat_…\` ([identity](identity.md)).
- **Queries** are \`GET /api/trpc/mentor.list?input=…\`, where \`input\` is URL-encoded JSON. **Mutations** are \`POST /api/trpc/officeSession.book\` with \`Content-Type: application/json\` and the input as the body.
- **The wire format** is \`{"json": …}\`, both ways. JSON has no dates, so an instant is text, and \`meta\` says where it is: \`{"json": {"startsAt": "2027-03-01T09:00:00.000Z"}, "meta": {"values": {"startsAt": ["Date"]}}}\`. The text must be in this exact form, in UTC with milliseconds. A step into an object or array is a dot: \`items.0.startsAt\`. In the schemas below, instants have the format \`date-time\`.
- **Answers** are \`{"result": {"data": {"json": …, "meta": …}}}\`. A procedure without input needs none.
- **Errors** are \`{"error": {"json": {"message": …, "data": {"code": …, "error": …, "details": …}}}}\` with the status of the code. \`data.code\` is for programs, \`data.error\` for people. Dates in \`details\` are in \`meta\`, too.
- **Idempotency keys.** Where a procedure takes \`idempotencyKey\`, send a random UUID. For a day, the same call with the same key returns what the first one made. Other mutations aren't safe to repeat unless they name a \`version\`.

Besides the errors listed for it, any call can fail with ${list(COMMON_ERRORS)}. \`INVALID_INPUT\` names each field in \`details\`. With any \`DATABASE_…\` code, nothing was saved; after \`OUTCOME_UNKNOWN\`, it may have been.
`;

function renderEntry(entry: CatalogueEntry): string {
  const { name, kind, permission, description, limit, takesIdempotencyKey, errors, input } = entry;
  const facts = [
    `- ${kind === "query" ? "Query" : "Mutation"}, ${permission ? `permission \`${permission}\`` : "for anyone"}`,
    ...(limit
      ? [`- Limit: ${limit.calls} calls in ${duration(limit.seconds)} (\`${limit.name}\`)`]
      : []),
    ...(takesIdempotencyKey ? ["- Takes an idempotency key"] : []),
    ...(errors.length > 0 ? [`- Errors: ${list(errors)}`] : []),
    ...(input ? [] : ["- No input"]),
  ];
  const schema = input ? `\n\`\`\`json\n${JSON.stringify(input)}\n\`\`\`\n` : "";
  return `### ${name}\n\n${description}\n\n${facts.join("\n")}\n${schema}`;
}

function duration(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes === 60) return "an hour";
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
