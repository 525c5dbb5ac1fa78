"use client";

import type { RouterOutputs } from "@sundial/api";
import type { WireError } from "@sundial/validators";
import { type ReactNode, useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import type { DatedWindow } from "../hours/clock-minutes";
import { LONG_HOURS_ID, LongHours } from "../hours/long-hours";
import { ImpactReport } from "./impact-report";

interface ImpactDialogProps {
  trigger: ReactNode;
  /** The change to confirm; the dialog is closed without it. */
  impact: RouterOutputs["availability"]["preview"]["impact"] | null;
  timeZone: string;
  /** Hours so long that they may be a mistake: saved only after confirmation. */
  longWindows: readonly DatedWindow[];
  isSaving: boolean;
  error: WireError | null;
  onSave: () => void;
  onReload: () => void;
  onClose: () => void;
}

/** The confirmation before saving: what the change does. */
export function ImpactDialog(props: ImpactDialogProps) {
  const { trigger, impact, timeZone, longWindows, isSaving, error } = props;
  const { onSave, onReload, onClose } = props;
  const [isConfirmed, setIsConfirmed] = useState(false);
  const asks = longWindows.length > 0;
  return (
    <Dialog
      description="Review what this change does."
      onOpenChange={(isOpening) => {
        // Opens when the impact has loaded, not when the button is pressed.
        if (isOpening) return;
        setIsConfirmed(false);
        onClose();
      }}
      open={impact !== null}
      title="Save your availability?"
      trigger={trigger}
    >
      {asks ? (
        <LongHours isConfirmed={isConfirmed} onConfirm={setIsConfirmed} windows={longWindows} />
      ) : null}
      {impact ? <ImpactReport impact={impact} timeZone={timeZone} /> : null}
      {error ? (
        <Alert title={error.error} tone="bad">
          {error.code === "STALE_VERSION" ? (
            <div className="grid justify-items-start gap-2">
              <p>Loading the latest version discards your changes.</p>
              <Button onClick={onReload} size="small" variant="secondary">
                Load the latest version
              </Button>
            </div>
          ) : null}
        </Alert>
      ) : null}
      <DialogActions>
        <Button
          onClick={() => {
            setIsConfirmed(false);
            onClose();
          }}
          variant="secondary"
        >
          Keep editing
        </Button>
        <Button
          aria-describedby={asks ? LONG_HOURS_ID : undefined}
          disabled={isSaving || (asks && !isConfirmed)}
          onClick={onSave}
        >
          {isSaving ? "Saving…" : "Save"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
