"use client";

import { userStatus } from "@sundial/validators";
import { useRef } from "react";
import { Button } from "~/components/ui/button";
import { Field, Options, Select } from "~/components/ui/field";
import { useAlive } from "~/components/use-alive";
import { userStatusLabels } from "~/lib/labels";

/** What happens to the people whose boxes are ticked in the form around it. */
export function ChoosePeople() {
  const isAlive = useAlive();
  const bar = useRef<HTMLDivElement>(null);
  function tickAll() {
    const boxes = [...(bar.current?.closest("form")?.elements ?? [])].filter(
      (each) => each instanceof HTMLInputElement && each.type === "checkbox",
    );
    const isAll = boxes.every((box) => box instanceof HTMLInputElement && box.checked);
    for (const box of boxes) if (box instanceof HTMLInputElement) box.checked = !isAll;
  }
  return (
    <div
      className="flex flex-wrap items-end gap-3 rounded-card border border-line bg-surface p-4 shadow-card"
      ref={bar}
    >
      {isAlive ? (
        <Button onClick={tickAll} variant="secondary">
          Choose all or none
        </Button>
      ) : null}
      <div className="min-w-44">
        <Field id="to" label="Set the chosen to">
          <Select defaultValue="inactive" id="to" name="status">
            <Options labels={userStatusLabels} values={userStatus.options} />
          </Select>
        </Field>
      </div>
      <Button type="submit" variant="secondary">
        Preview change
      </Button>
    </div>
  );
}
