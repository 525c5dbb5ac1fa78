"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, type Ref, useState } from "react";
import { Button } from "./ui/button";
import { Input } from "./ui/field";
import { useAfterPress } from "./use-after-press";

interface TagInputProps {
  id: string;
  value: string[];
  onChange: (value: string[]) => void;
  onBlur?: () => void;
  placeholder?: string;
  ref?: Ref<HTMLInputElement>;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

/** Several short texts: Enter or a comma adds one, and each has a button that removes it. */
export function TagInput({ value, onChange, onBlur, placeholder, ref, ...aria }: TagInputProps) {
  const [draft, setDraft] = useState("");
  const afterPress = useAfterPress();

  function add() {
    const labels = draft.split(",").map((label) => label.trim());
    const fresh = labels.filter((label) => label !== "" && !value.includes(label));
    if (fresh.length > 0) onChange([...value, ...new Set(fresh)]);
    setDraft("");
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    add();
  }

  return (
    <div className="grid gap-2">
      <div className="flex gap-2">
        <Input
          onBlur={() => {
            // Text left in the field counts, so nothing is lost.
            if (draft.trim() !== "") afterPress(add);
            onBlur?.();
          }}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={placeholder}
          ref={ref}
          value={draft}
          {...aria}
        />
        <Button onClick={add} variant="secondary">
          Add
        </Button>
      </div>
      {value.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {value.map((label) => (
            <li
              className="flex items-center gap-1 rounded-full bg-sunken py-1 pr-1 pl-3 text-sm"
              key={label}
            >
              {label}
              <button
                className="grid size-7 place-items-center rounded-full hover:bg-surface"
                onClick={() => onChange(value.filter((other) => other !== label))}
                type="button"
              >
                <X aria-hidden className="size-4" />
                <span className="sr-only">Remove {label}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
