import "server-only";
import { appRouter, createCallerFactory } from "@sundial/api";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { createRequestContext } from "~/server";
import { createQueryClient } from "./query-client";

const requestContext = cache(async () => createRequestContext(await headers()));

const caller = createCallerFactory(appRouter)(requestContext);

/** `api.x.y()` reads in a page; `await api.x.y.prefetch()` sends the data along with it. */
export const { trpc: api, HydrateClient } = createHydrationHelpers<typeof appRouter>(
  caller,
  cache(createQueryClient),
);

/** The signed-in person, or null. Read once per request. */
export const getActor = cache(async () => (await requestContext()).getActor());

/** The signed-in person; others are sent to sign in and come back to `path` afterwards. */
export async function requireActor(path: string) {
  const actor = await getActor();
  if (actor === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return actor;
}

/** A read that shows the not-found page for what does not exist or is not this person's to see. */
export async function orNotFound<Result>(read: Promise<Result>): Promise<Result> {
  try {
    return await read;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "NOT_FOUND" || code === "BAD_REQUEST") notFound();
    throw error;
  }
}
