"use client";

import type { ComponentProps } from "react";
import { useAlive } from "../use-alive";
import { Button } from "./button";

/**
 * A form that our code sends and checks. The method keeps what was typed, passwords among it, out
 * of the address should the browser send it by itself.
 */
export function Form(props: ComponentProps<"form">) {
  return <form method="post" noValidate {...props} />;
}

/** Waits until the page is alive, so that an early click does not lose what was typed. */
export function SubmitButton({ disabled, ...props }: ComponentProps<typeof Button>) {
  const isAlive = useAlive();
  // Last, since a dialog's trigger would make it a plain button.
  return <Button {...props} disabled={disabled || !isAlive} type="submit" />;
}
