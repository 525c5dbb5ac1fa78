"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "./ui/button";
import { describedBy, Field, Input } from "./ui/field";

interface CopyFieldProps {
  id: string;
  label: string;
  hint: string;
  value: string;
  /** The button's label, such as "Copy address". */
  action: string;
}

/** A secret shown once: it has the focus, and a button copies it. */
export function CopyField({ action, label, value, ...field }: CopyFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);

  useEffect(() => input.current?.focus(), []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Not every browser lets a page write to the clipboard, but people can still copy.
      input.current?.select();
      setCopied(false);
    }
  }

  return (
    <>
      <Field {...field} label={label}>
        <div className="grid gap-3 sm:grid-cols-[1fr_auto]">
          <Input
            {...describedBy(field)}
            onFocus={(event) => event.currentTarget.select()}
            readOnly
            ref={input}
            value={value}
          />
          <Button onClick={copy} variant="secondary">
            {copied ? (
              <Check aria-hidden className="size-5" />
            ) : (
              <Copy aria-hidden className="size-5" />
            )}
            {action}
          </Button>
        </div>
      </Field>
      <p className="empty:hidden" role="status">
        {copied === true ? "Copied." : null}
        {copied === false ? "Your browser blocked copying. Copy the selected text." : null}
      </p>
    </>
  );
}
