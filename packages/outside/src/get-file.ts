import type { IncomingMessage } from "node:http";
import type { AllowedHosts } from "./address-policy.ts";
import { failureOf, guardedRequest, type RequestFailure, type Resolve } from "./guarded-request.ts";

/** Why a file didn't arrive. */
export type FileFailure = RequestFailure | "status" | "redirects" | "too_large";

export interface GetOptions {
  allowed: AllowedHosts;
  /** For all of it, in milliseconds, with redirects. */
  deadline: number;
  /** Of the file, in bytes. */
  maxBytes: number;
  /** By default in the DNS. Tests replace it. */
  resolve?: Resolve | undefined;
}

const MOST_REDIRECTS = 3;

/**
 * Gets a file by HTTP, from public addresses only. Each redirect, of a few, is checked like the
 * first address. Never throws: a failure is named by its kind.
 */
export async function getFile(
  address: string,
  { deadline, ...options }: GetOptions,
): Promise<{ file: Buffer } | { failure: FileFailure }> {
  const signal = AbortSignal.timeout(deadline);
  let url = address;
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const parsed = httpUrl(url);
      if (parsed === null) return { failure: "address" };
      const answer = await getOnce(parsed, { ...options, signal });
      if (!("location" in answer)) return answer;
      url = new URL(answer.location, parsed).href;
    }
    return { failure: "redirects" };
  } catch (error) {
    return { failure: failureOf(error, signal) };
  }
}

/** A name and a password in an address would be sent along; a picture needs none. */
function httpUrl(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) return null;
  return url.username === "" && url.password === "" ? url : null;
}

type Answer = { file: Buffer } | { failure: FileFailure } | { location: string };

async function getOnce(
  url: URL,
  { maxBytes, ...options }: Omit<GetOptions, "deadline"> & { signal: AbortSignal },
): Promise<Answer> {
  const headers = { accept: "image/webp,image/png,image/jpeg", "user-agent": "sundial" };
  const request = await guardedRequest(url, { ...options, method: "GET", headers });
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("error", reject);
      request.on("response", resolve);
      request.end();
    });
    const { statusCode = 0, headers: given } = response;
    if (statusCode >= 300 && statusCode < 400 && given.location !== undefined) {
      return { location: given.location };
    }
    if (statusCode !== 200) return { failure: "status" };
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of response) {
      bytes += part.length;
      if (bytes > maxBytes) return { failure: "too_large" };
      parts.push(part);
    }
    return { file: Buffer.concat(parts) };
  } finally {
    request.destroy();
  }
}
