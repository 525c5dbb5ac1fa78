"use client";

import type { RouterOutputs } from "@sundial/api";
import type { AvailabilityEdit, WireError } from "@sundial/validators";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { showFindings, toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { previewRange } from "../preview-range";
import type { EditValues } from "./edit-form";

type Impact = RouterOutputs["availability"]["preview"]["impact"];

interface SaveOptions {
  form: UseFormReturn<EditValues, unknown, AvailabilityEdit>;
  /** The version the form was filled from; a newer one must not be overwritten unseen. */
  version: number;
  now: Date;
  onLoaded: (loaded: RouterOutputs["availability"]["mine"]) => void;
}

/** Previewing an edit, saving it, or loading a newer one. */
export function useSave({ form, version, now, onLoaded }: SaveOptions) {
  const cache = api.useUtils();
  const [review, setReview] = useState<{ edit: AvailabilityEdit; impact: Impact } | null>(null);
  const [failure, setFailure] = useState<WireError | null>(null);
  const update = api.availability.update.useMutation({
    onSuccess: async (saved) => {
      setReview(null);
      onLoaded(saved);
      await Promise.all([cache.availability.invalidate(), cache.mentor.invalidate()]);
    },
    onError: (error) => {
      if (showFindings(form, toWireError(error))) setReview(null);
    },
  });

  async function look(edit: AvailabilityEdit) {
    setFailure(null);
    update.reset();
    try {
      const input = { edit, ...previewRange(now) };
      const { impact } = await cache.availability.preview.fetch(input, { staleTime: 0 });
      setReview({ edit, impact });
    } catch (error) {
      const refused = toWireError(error);
      if (!showFindings(form, refused)) setFailure(refused);
    }
  }

  async function reload() {
    try {
      onLoaded(await cache.availability.mine.fetch(undefined, { staleTime: 0 }));
    } catch (error) {
      setFailure(toWireError(error));
    }
    setReview(null);
    update.reset();
  }

  return {
    look,
    reload,
    review,
    failure,
    save: () => review && update.mutate({ ...review.edit, version }),
    close: () => setReview(null),
    isSaving: update.isPending,
    isSaved: update.isSuccess,
    error: update.error ? toWireError(update.error) : null,
  };
}
