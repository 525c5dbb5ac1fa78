"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ReactNode } from "react";

interface DialogProps {
  trigger: ReactNode;
  title: string;
  description: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Runs when the dialog has closed. Prevent the event's default to keep the focus off the trigger. */
  onClosed?: (event: Event) => void;
  children: ReactNode;
}

/** A modal question: focus stays inside, Escape closes, focus returns to the trigger. */
export function Dialog({ trigger, title, description, children, onClosed, ...state }: DialogProps) {
  return (
    <RadixDialog.Root {...state}>
      <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <RadixDialog.Content
          onCloseAutoFocus={onClosed}
          className="fixed inset-x-4 top-1/2 z-50 mx-auto grid max-h-[90dvh] max-w-lg scroll-pb-24 -translate-y-1/2 gap-4 overflow-y-auto rounded-card border border-line bg-surface p-6 shadow-card"
        >
          <RadixDialog.Title className="pr-10 text-xl">{title}</RadixDialog.Title>
          <RadixDialog.Description asChild>
            <div className="text-muted">{description}</div>
          </RadixDialog.Description>
          {children}
          <RadixDialog.Close className="absolute top-4 right-4 grid size-9 place-items-center rounded-control hover:bg-sunken">
            <X aria-hidden className="size-5" />
            <span className="sr-only">Close</span>
          </RadixDialog.Close>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** The actions, cancel first; visible however long the dialog is. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-6 -mx-6 -mb-6 flex flex-wrap justify-end gap-3 border-line border-t bg-surface px-6 py-4 *:grow sm:*:grow-0">
      {children}
    </div>
  );
}
