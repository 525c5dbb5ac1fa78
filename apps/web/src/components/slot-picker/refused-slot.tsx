"use client";

import { slotConflict, type WireError } from "@sundial/validators";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormats } from "~/components/formats";
import { NightMark } from "~/components/night-mark";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";

interface RefusedSlotProps {
  error: WireError;
  zone: string;
  onChoose: (alternative: Date) => void;
  /** Additional help for some errors. */
  children?: ReactNode;
}

/** Why the time isn't available, with the nearest others one click away. It takes the focus. */
export function RefusedSlot({ error, zone, onChoose, children }: RefusedSlotProps) {
  const formats = useFormats();
  const message = useRef<HTMLDivElement>(null);
  useEffect(() => message.current?.focus(), []);
  const alternatives = slotConflict.safeParse(error.details).data?.alternatives ?? [];
  return (
    <Alert ref={message} tabIndex={-1} title={error.error} tone="bad">
      {children}
      {alternatives.length > 0 ? (
        <div className="grid gap-2">
          <p>Your text is still here. Nearest free times:</p>
          <div className="flex flex-wrap gap-2">
            {alternatives.map((alternative) => (
              <Button
                key={alternative.getTime()}
                onClick={() => onChoose(alternative)}
                size="small"
                variant="secondary"
              >
                {formats.shortDateTime(alternative, zone)}
                <NightMark startsAt={alternative} zone={zone} />
              </Button>
            ))}
          </div>
        </div>
      ) : null}
    </Alert>
  );
}
