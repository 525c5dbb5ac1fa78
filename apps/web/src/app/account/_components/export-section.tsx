"use client";

import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

export function ExportSection() {
  const isAlive = useAlive();
  const read = api.account.export.useMutation({
    onSuccess: (exported) =>
      save(
        JSON.stringify(exported, null, 2),
        `sundial-${exported.exportedAt.toISOString().slice(0, 10)}.json`,
      ),
  });
  return (
    <SectionCard
      lead="Everything stored about you as one file (JSON): your account, profile, hours, sessions, what you wrote, and the events that speak of you. No password and no token is in it."
      title="Your data"
    >
      {read.isError ? <Alert title={toWireError(read.error).error} tone="bad" /> : null}
      {read.isSuccess ? <Alert title="Your data is downloaded." tone="good" /> : null}
      <Button
        className="justify-self-start"
        disabled={read.isPending || !isAlive}
        onClick={() => read.mutate()}
        variant="secondary"
      >
        {read.isPending ? "Collecting…" : "Download my data"}
      </Button>
    </SectionCard>
  );
}

function save(text: string, name: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
