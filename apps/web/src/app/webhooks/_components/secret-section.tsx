"use client";

import { SECRET_OVERLAP_HOURS } from "@sundial/validators";
import { useId, useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Field, Select } from "~/components/ui/field";
import { useViewerZone } from "~/components/use-viewer-zone";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import type { WebhookEndpoint } from "~/trpc/types";
import { SecretField } from "./secret-field";

type Overlap = (typeof SECRET_OVERLAP_HOURS)[number];

const overlapLabels: Record<Overlap, string> = {
  0: "Ends at once",
  1: "Stays valid for 1 hour",
  24: "Stays valid for 1 day",
  168: "Stays valid for 7 days",
};

/** Replaces the signing secret, with an overlap in which both are valid. */
export function SecretSection({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { id, version, previousSecretUntil } = endpoint;
  const zone = useViewerZone();
  const formats = useFormats();
  const cache = api.useUtils();
  const select = useId();
  const [overlapHours, setOverlapHours] = useState<Overlap>(24);
  const rotate = api.webhook.rotateSecret.useMutation({
    onSuccess: ({ secret: _, ...after }) => cache.webhook.byId.setData({ id }, after),
    onSettled: () => cache.webhook.byId.invalidate({ id }),
  });
  const { keyed, onMade } = useIdempotencyKey();
  const [shown, setShown] = useState<string | null>(null);
  const made = useRef<string | null>(null);
  return (
    <SectionCard
      lead="Receivers verify deliveries with it. Replace it if somebody else may know it."
      title="Signing secret"
    >
      {previousSecretUntil === null ? null : (
        <p>
          Deliveries are also signed with the previous secret until{" "}
          <time dateTime={previousSecretUntil.toISOString()}>
            {formats.fullDateTime(previousSecretUntil, zone)}
          </time>
          .
        </p>
      )}
      {shown ? <SecretField secret={shown} /> : null}
      <div className="justify-self-start">
        <ConfirmDialog
          confirm={["Replace secret", "Replacing…"]}
          description={
            <div className="grid gap-4">
              <p>You'll see the new secret once. Change the receiver before the old one ends.</p>
              <Field id={select} label="The old secret">
                <Select
                  id={select}
                  onChange={({ target }) =>
                    setOverlapHours(
                      SECRET_OVERLAP_HOURS.find((hours) => String(hours) === target.value) ?? 24,
                    )
                  }
                  value={overlapHours}
                >
                  {SECRET_OVERLAP_HOURS.map((hours) => (
                    <option key={hours} value={hours}>
                      {overlapLabels[hours]}
                    </option>
                  ))}
                </Select>
              </Field>
            </div>
          }
          mutation={{
            ...rotate,
            mutate: ({ onSuccess }) =>
              rotate.mutate(keyed({ id, version, overlapHours }), {
                onSuccess: ({ secret }) => {
                  onMade();
                  made.current = secret;
                  onSuccess();
                },
              }),
          }}
          // The field takes the focus, which the open dialog would take back.
          onClosed={() => setShown(made.current)}
          onDone={() => undefined}
          title="Replace the signing secret?"
          trigger={<Button variant="secondary">Replace secret</Button>}
        />
      </div>
    </SectionCard>
  );
}
