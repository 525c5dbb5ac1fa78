import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as transformer from "@sundial/validators/transformer";
import { initTRPC, TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { onTestFinished } from "vitest";
import { z } from "zod";

/** An error as Sundial's procedures answer it. */
class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly details?: unknown,
  ) {
    super(`refused: ${code}`);
  }
}

export const refusal = (code: string, status: TRPCError["code"], details?: unknown) =>
  new TRPCError({ code: status, cause: new Refusal(code, details) });

interface Peer {
  url: string;
  requests: { method: string; url: string; headers: IncomingMessage["headers"] }[];
  /** The inputs of each procedure, in order. */
  inputs: { path: string; input: unknown }[];
  close: () => void;
}

interface PeerOptions {
  /** Answers before tRPC; true when it has taken the request. */
  before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** What procedures do with their input; the default returns it. */
  answer?: (path: string, input: unknown) => unknown;
}

/**
 * A server on a local port that speaks Sundial's wire format, with procedures that do what the test
 * wants.
 */
export async function startPeer({ before, answer }: PeerOptions = {}): Promise<Peer> {
  const inputs: Peer["inputs"] = [];
  const requests: Peer["requests"] = [];
  const t = initTRPC.create({
    transformer,
    errorFormatter: ({ shape, error: { cause } }) => {
      if (!(cause instanceof Refusal)) return shape;
      const { message: error, code, details } = cause;
      return { ...shape, data: { ...shape.data, error, code, details } };
    },
  });
  const procedure = t.procedure.input(z.unknown());
  const take = ({ path, input }: { path: string; input: unknown }) => {
    inputs.push({ path, input });
    return answer ? answer(path, input) : input;
  };
  const router = t.router({
    account: { me: procedure.query(take) },
    member: { byId: procedure.query(take), changeRole: procedure.mutation(take) },
    mentor: { list: procedure.query(take) },
    officeSession: { book: procedure.mutation(take) },
  });
  const handle = createHTTPHandler({ router, basePath: "/api/trpc/", allowMethodOverride: true });
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers });
    if (!before?.(request, response)) handle(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const { port } = addressOf(server.address());
  return { url: `http://127.0.0.1:${port}`, requests, inputs, close };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (typeof address === "object" && address !== null) return address;
  throw new Error("the server has no port");
}
