"use client";

import { type KeyboardEvent, type Ref, useId, useState } from "react";
import { cn } from "~/lib/cn";
import { Input } from "./field";

interface Option {
  value: string;
  label: string;
  /** Why it can't be chosen; it is shown anyway. */
  disabledReason?: string;
}

interface ComboboxProps {
  id: string;
  /** Sends the typed text with a form that no script handles. */
  name?: string;
  /** The label of the initial choice. */
  defaultText?: string;
  options: Option[];
  /** The text below the field while it has no options. */
  status: string | null;
  onSearch: (text: string) => void;
  onChange: (value: string) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

/**
 * A field that searches while typing and shows the results, as the W3C combobox: arrows move
 * through the options, Enter chooses one, Escape closes. Typing again clears the choice.
 */
export function Combobox({
  id,
  defaultText = "",
  options,
  status,
  onSearch,
  onChange,
  onBlur,
  ...input
}: ComboboxProps) {
  const listId = useId();
  const [text, setText] = useState(defaultText);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const optionId = (index: number) => `${listId}-${index}`;
  const isListed = isOpen && options.length > 0;

  function type(next: string) {
    setText(next);
    setActive(0);
    setIsOpen(true);
    onSearch(next);
    onChange("");
  }

  function choose(option: Option | undefined) {
    if (option === undefined || option.disabledReason) return;
    setText(option.label);
    setIsOpen(false);
    onChange(option.value);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") return setIsOpen(false);
    if (event.key === "Enter" && isListed) {
      event.preventDefault();
      return choose(options[active]);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (!isOpen) return setIsOpen(true);
    setActive((active + step + options.length) % Math.max(options.length, 1));
  }

  return (
    <div className="relative">
      <Input
        {...input}
        aria-activedescendant={isListed ? optionId(active) : undefined}
        aria-autocomplete="list"
        aria-controls={isListed ? listId : undefined}
        aria-expanded={isListed}
        autoComplete="off"
        id={id}
        onBlur={() => {
          setIsOpen(false);
          onBlur?.();
        }}
        onChange={({ target }) => type(target.value)}
        onFocus={() => setIsOpen(true)}
        onKeyDown={onKeyDown}
        role="combobox"
        value={text}
      />
      {isListed ? (
        <div
          className="absolute inset-x-0 z-20 mt-1 max-h-72 overflow-y-auto rounded-control border border-edge bg-surface py-1 shadow-card"
          id={listId}
          role="listbox"
        >
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus.
            <div
              aria-disabled={option.disabledReason ? true : undefined}
              aria-selected={index === active}
              className={cn(
                "min-h-11 cursor-pointer px-3.5 py-2.5",
                index === active && "bg-sun-soft text-sun-ink",
                option.disabledReason && "cursor-not-allowed text-muted",
              )}
              id={optionId(index)}
              key={option.value}
              onClick={() => choose(option)}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setActive(index)}
              role="option"
              tabIndex={-1}
            >
              {option.label}
              {option.disabledReason ? (
                <span className="block text-sm">{option.disabledReason}</span>
              ) : null}
            </div>
          ))}
        </div>
      ) : null}
      <p className="text-muted text-sm" role="status">
        {isOpen ? status : null}
      </p>
    </div>
  );
}
