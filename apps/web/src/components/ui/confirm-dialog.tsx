"use client";

import { type ComponentProps, type ReactNode, useRef, useState } from "react";
import { toWireError } from "~/lib/form-errors";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog, DialogActions } from "./dialog";

interface ConfirmDialogProps extends Pick<ComponentProps<typeof Dialog>, "title" | "description"> {
  trigger: ReactNode;
  /** The labels of the confirm button, before and during the action. */
  confirm: [label: string, pending: string];
  /** The action; its error is shown if it fails. */
  mutation: {
    mutate: (options: { onSuccess: () => void }) => void;
    reset: () => void;
    isPending: boolean;
    error: unknown;
  };
  /** Runs after success, with the dialog closed. */
  onDone: () => unknown;
  /** Runs when the dialog has closed after success, and moves the focus instead of the dialog. */
  onClosed?: () => void;
  /** Help for an error, by its code. */
  help?: (code: string | undefined) => ReactNode;
}

/** Asks for confirmation before something that can't be undone. */
export function ConfirmDialog({
  confirm,
  mutation,
  onDone,
  onClosed,
  help,
  ...question
}: ConfirmDialogProps) {
  const [open, setOpen] = useState(false);
  const succeeded = useRef(false);
  const error = mutation.error ? toWireError(mutation.error) : null;
  return (
    <Dialog
      {...question}
      onOpenChange={(next) => {
        setOpen(next);
        mutation.reset();
      }}
      onClosed={(event) => {
        if (!succeeded.current || !onClosed) return;
        succeeded.current = false;
        event.preventDefault();
        onClosed();
      }}
      open={open}
    >
      {error ? (
        <Alert title={error.error} tone="bad">
          {help?.(error.code)}
        </Alert>
      ) : null}
      <DialogActions>
        <Button onClick={() => setOpen(false)} variant="secondary">
          Cancel
        </Button>
        <Button
          disabled={mutation.isPending}
          onClick={() =>
            mutation.mutate({
              onSuccess: () => {
                succeeded.current = true;
                setOpen(false);
                onDone();
              },
            })
          }
          variant="danger"
        >
          {mutation.isPending ? confirm[1] : confirm[0]}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
