import "server-only";
import { appRouter, createCallerFactory, type RouterOutputs } from "@sundial/api";
import { formatSettingsOf, preferredLocale } from "@sundial/validators";
import { timeFormats } from "@sundial/validators/time";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { createRequestContext, readProgram } from "~/server/server";
import { createQueryClient } from "./query-client";

const requestContext = cache(async () => createRequestContext(await headers()));

const caller = createCallerFactory(appRouter)(requestContext);

/** `api.x.y()` reads in a page; `await api.x.y.prefetch()` sends the data with the page. */
export const { trpc: api, HydrateClient } = createHydrationHelpers<typeof appRouter>(
  caller,
  cache(createQueryClient),
);

/** The signed-in person, or null. Read once per request. Pages aren't for service accounts. */
export const getActor = cache(async () => {
  const actor = await (await requestContext()).getActor();
  return actor?.kind === "user" ? actor : null;
});

/**
 * The reader's time and date settings: the account's, or for visitors the browser's. `usual` is the
 * default without their own choices. With the database down, everyone is a visitor.
 */
export const getFormatSettings = cache(async () => {
  const actor = await getActor().catch(() => null);
  const accepted = (await headers()).get("accept-language");
  const locale = actor?.locale ?? preferredLocale(accepted);
  return { ...formatSettingsOf({ ...actor, locale }), usual: formatSettingsOf({ locale }) };
});

/** The same for server components; client components call `useFormats`. */
export const getFormats = cache(async () => timeFormats(await getFormatSettings()));

/** The program's name, contact and links. With the database down, pages still render. */
export const getProgram = cache(() => readProgram().catch(() => unnamed));

const unnamed: RouterOutputs["program"]["about"] = {
  name: "Sundial",
  contactEmail: null,
  timeZone: "UTC",
  termsUrl: null,
  privacyUrl: null,
  signUpPolicy: "open",
  signUpDomains: [],
  logoDigest: null,
};

/** The signed-in person; others are redirected to sign in and return to `path` afterwards. */
export async function requireActor(path: string) {
  const actor = await getActor();
  if (actor === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return actor;
}

/** A read that shows the not-found page for rows that don't exist or aren't visible. */
export async function orNotFound<Result>(read: Promise<Result>): Promise<Result> {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) notFound();
    throw error;
  }
}

/** The same with null instead of the page. */
export async function orNull<Result>(read: Promise<Result>): Promise<Result | null> {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "NOT_FOUND" || code === "BAD_REQUEST";
}
