"use client";

import { toWireError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";

/** Creates the profile, or changes an existing one. */
export function useSaveProfile(onSaved: (what: "created" | "updated") => void) {
  const cache = api.useUtils();
  const { keyed } = useIdempotencyKey();
  const create = api.profile.create.useMutation();
  const update = api.profile.update.useMutation();
  const active = update.isIdle ? create : update;

  async function refresh(
    saved: Awaited<ReturnType<typeof create.mutateAsync>>,
    what: "created" | "updated",
  ) {
    cache.profile.me.setData(undefined, { ...saved, suggestedExpertise: [] });
    await Promise.all([cache.mentor.invalidate(), cache.profile.preview.invalidate()]);
    onSaved(what);
  }

  return {
    create: async (input: Parameters<typeof create.mutateAsync>[0]) =>
      refresh(await create.mutateAsync(keyed(input)), "created"),
    update: async (input: Parameters<typeof update.mutateAsync>[0]) =>
      refresh(await update.mutateAsync(input), "updated"),
    isPending: active.isPending,
    error: active.error ? toWireError(active.error) : null,
  };
}
