"use client";

import { Copy } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { useFormats } from "~/components/formats";
import { Button } from "~/components/ui/button";
import { useEditForm } from "../edit-form";

interface CopyDayProps {
  name: "weekly" | `travel.${number}`;
  day: number;
  label: string;
}

/** Copies this day's hours to other days. */
export function CopyDay({ name, day, label }: CopyDayProps) {
  const { getValues, setValue } = useEditForm();
  const { weekdays } = useFormats();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<number[]>([]);

  function toggle(isOpening: boolean) {
    setIsOpen(isOpening);
    setChosen([]);
  }

  function copy() {
    const windows = getValues(`${name}.days.${day}`);
    for (const other of chosen) {
      const copied = windows.map((window) => ({ ...window }));
      setValue(`${name}.days.${other}`, copied, { shouldDirty: true });
    }
    toggle(false);
  }

  return (
    <Popover.Root onOpenChange={toggle} open={isOpen}>
      <Popover.Trigger asChild>
        <Button aria-label={`Copy ${label} to other days`} size="small" variant="ghost">
          <Copy aria-hidden className="size-4" />
          Copy
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          aria-label={`Copy ${label} to other days`}
          className="z-40 grid w-56 gap-3 rounded-card border border-line bg-surface p-4 shadow-card"
          collisionPadding={16}
          sideOffset={4}
        >
          <fieldset className="grid">
            <legend className="mb-1 font-semibold">
              Copy {weekdays.find(({ iso }) => iso === day + 1)?.name} to
            </legend>
            {weekdays.map(({ iso, name: weekday }) => {
              const other = iso - 1;
              return other === day ? null : (
                <label className="flex min-h-9 items-center gap-2" key={iso}>
                  <input
                    checked={chosen.includes(other)}
                    className="size-5 accent-(--action)"
                    onChange={(event) =>
                      setChosen((days) =>
                        event.target.checked
                          ? [...days, other]
                          : days.filter((each) => each !== other),
                      )
                    }
                    type="checkbox"
                  />
                  {weekday}
                </label>
              );
            })}
          </fieldset>
          <Button disabled={chosen.length === 0} onClick={copy} size="small">
            Copy hours
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
