import { describe, expect, it } from "vitest";
import { isCallInput } from "./call-input";
import { guarded } from "./guarded";

const site = "https://sundial.example";
const array = { json: 1e9, meta: { values: [["typed-array", "Uint8Array"]] } };
const date = { json: { at: "2027-03-01T00:00:00.000Z" }, meta: { values: { at: ["Date"] }, v: 1 } };

/** The status of a request, and how many calls reached the API. */
async function call({
  batch = "",
  input,
  method,
}: {
  batch?: string;
  input: unknown;
  method: string;
}) {
  let reached = 0;
  const handler = guarded({
    origins: () => ({ site, allowed: [], anyLocalPort: false }),
    isInput: isCallInput,
    handler: async () => {
      reached++;
      return new Response("served");
    },
  });
  const body = JSON.stringify(input);
  const isGet = method === "GET";
  const query = isGet ? `input=${encodeURIComponent(body)}&${batch}` : batch;
  const headers = { "content-type": "application/json" };
  const request = new Request(`${site}/api/trpc/x?${query}`, {
    method,
    headers,
    body: isGet ? undefined : body,
  });
  return { status: (await handler(request)).status, reached };
}

describe.each(["GET", "POST"])("the input of a %s", (method) => {
  it.each([array, { json: {}, meta: { values: { a: ["set"] } } }, { id: "x" }, 1, [array]])(
    "is rejected unread when an annotation marks a value that isn't a date: %j",
    async (input) => {
      expect(await call({ method, input })).toEqual({ status: 400, reached: 0 });
      const inBatch = { 0: date, 19: input };
      expect(await call({ method, batch: "batch=1", input: inBatch })).toEqual({
        status: 400,
        reached: 0,
      });
    },
  );

  it("passes as JSON with dates, alone and in a batch", async () => {
    expect(await call({ method, input: date })).toEqual({ status: 200, reached: 1 });
    expect(await call({ method, input: {} })).toEqual({ status: 200, reached: 1 });
    for (const input of [{}, { 0: date, 1: {} }]) {
      expect(await call({ method, batch: "batch=1", input })).toEqual({ status: 200, reached: 1 });
    }
  });
});
