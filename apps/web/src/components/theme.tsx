"use client";

import { Moon, Sun } from "lucide-react";
import { ThemeProvider as NextThemeProvider, useTheme } from "next-themes";
import type { ReactNode } from "react";

export function ThemeProvider({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <NextThemeProvider attribute="class" disableTransitionOnChange enableSystem nonce={nonce}>
      {children}
    </NextThemeProvider>
  );
}

/**
 * Both icons are in the page and CSS shows the right one, because the server doesn't know the
 * theme.
 */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <button
      className="grid size-11 place-items-center rounded-control hover:bg-sunken"
      onClick={() => setTheme(resolvedTheme === "dark" ? "light" : "dark")}
      type="button"
    >
      <Moon aria-hidden className="size-5 dark:hidden" />
      <Sun aria-hidden className="hidden size-5 dark:block" />
      <span className="sr-only">Switch between light and dark</span>
    </button>
  );
}
