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
      lead="Download everything we store about you as one JSON file: your account, profile, hours, sessions, messages and audit events. Passwords and tokens are left out."
      title="Your data"
    >
      {read.isError ? <Alert title={toWireError(read.error).error} tone="bad" /> : null}
      {read.isSuccess ? <Alert title="Your data has been downloaded." tone="good" /> : null}
      <Button
        className="justify-self-start"
        disabled={read.isPending || !isAlive}
        onClick={() => read.mutate()}
        variant="secondary"
      >
        {read.isPending ? "Preparing…" : "Download my data"}
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
