"use client";

import { setProgramLogoInput } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import { ProgramLogo } from "~/components/logo";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { describedBy, Field, Input } from "~/components/ui/field";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { imageForUpload } from "~/lib/shrink-image";
import { api } from "~/trpc/client";

/** The program's logo. It is saved as soon as it is chosen. */
export function LogoSection() {
  const [{ version, logoDigest }] = api.program.settings.useSuspenseQuery();
  const cache = api.useUtils();
  const router = useRouter();
  const isAlive = useAlive();
  const input = useRef<HTMLInputElement>(null);
  const [issue, setIssue] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const change = (said: string) => ({
    onSuccess: () => {
      setDone(said);
      router.refresh();
    },
    onError: (error: unknown) => setIssue(toWireError(error).error),
    onSettled: () => cache.program.settings.invalidate(),
  });
  const set = api.program.setLogo.useMutation(change("Your logo is shown."));
  const remove = api.program.removeLogo.useMutation(change("The logo was removed."));
  const isPending = set.isPending || remove.isPending;

  async function choose(file: File | undefined) {
    if (file === undefined) return;
    setIssue(null);
    setDone(null);
    const sent = setProgramLogoInput.safeParse({ version, image: await imageForUpload(file) });
    if (sent.success) set.mutate(sent.data);
    else setIssue(sent.error.issues[0]?.message ?? null);
    // The same file can be chosen again.
    if (input.current) input.current.value = "";
  }

  const field = {
    id: useId(),
    hint: "PNG, JPEG or WebP. It is stored at most 512 pixels wide and high, without its metadata, and shown beside the name.",
    error: issue ?? undefined,
  };
  return (
    <SectionCard title="Logo">
      {logoDigest === null ? (
        <p className="text-muted">No logo yet. Pages show the mark of Sundial.</p>
      ) : (
        <div className="flex flex-wrap items-center gap-4">
          <ProgramLogo className="h-16 max-w-full" digest={logoDigest} />
          <Button
            disabled={isPending}
            onClick={() => {
              setIssue(null);
              setDone(null);
              remove.mutate({ version });
            }}
            variant="secondary"
          >
            {remove.isPending ? "Removing…" : "Remove logo"}
          </Button>
        </div>
      )}
      <Field {...field} label={logoDigest === null ? "Choose an image" : "Choose another image"}>
        <Input
          accept="image/png,image/jpeg,image/webp"
          disabled={isPending || !isAlive}
          onChange={({ target }) => void choose(target.files?.[0])}
          ref={input}
          type="file"
          {...describedBy(field)}
        />
      </Field>
      {set.isPending ? <p className="text-muted">Uploading…</p> : null}
      {done !== null && !isPending ? <Alert title={done} tone="good" /> : null}
    </SectionCard>
  );
}
