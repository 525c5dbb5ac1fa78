"use client";

import { timeZoneNames } from "@sundial/validators";
import type { ComponentProps } from "react";
import { Select } from "./ui/field";
import { useAlive } from "./use-alive";

type TimeZoneSelectProps = Omit<ComponentProps<typeof Select>, "children"> & {
  /** The current zone, and the only option before hydration. */
  current: string;
};

/** Every zone this browser knows. Server and browser may know different ones, so it fills late. */
export function TimeZoneSelect({ current, ...props }: TimeZoneSelectProps) {
  const isAlive = useAlive();
  const names = isAlive ? [...new Set([current, ...timeZoneNames()])].sort() : [current];
  return (
    <Select {...props}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name.replaceAll("_", " ")}
        </option>
      ))}
    </Select>
  );
}
