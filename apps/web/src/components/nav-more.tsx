"use client";

import { ChevronDown } from "lucide-react";
import { usePathname } from "next/navigation";
import { type FocusEvent, type KeyboardEvent, useRef } from "react";
import { NavLink } from "./nav-link";

interface NavMoreProps {
  links: readonly { href: string; label: string }[];
}

/** Further pages, in a menu that opens before any script runs. */
export function NavMore({ links }: NavMoreProps) {
  const pathname = usePathname();
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  const isHere = links.some(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  const close = () => details.current?.removeAttribute("open");
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) close();
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== "Escape") return;
    close();
    summary.current?.focus();
  };
  return (
    // Another page begins with the menu closed.
    <details
      className="relative"
      key={pathname}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
      ref={details}
    >
      <summary
        className="flex cursor-pointer list-none items-center gap-1 rounded-control px-2 py-2.5 font-medium text-sm hover:bg-sunken md:py-2 md:text-base lg:px-3 data-[here]:bg-sun-soft data-[here]:text-sun-ink [&::-webkit-details-marker]:hidden"
        data-here={isHere ? "" : undefined}
        ref={summary}
      >
        More <ChevronDown aria-hidden className="size-4" />
      </summary>
      <div className="absolute right-0 z-30 grid min-w-48 gap-0.5 rounded-card border border-line bg-surface p-2 shadow-card">
        {links.map(({ href, label }) => (
          <NavLink href={href} key={href}>
            {label}
          </NavLink>
        ))}
      </div>
    </details>
  );
}
