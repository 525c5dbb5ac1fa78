"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "~/lib/cn";

export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname();
  const current = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link
      aria-current={current ? "page" : undefined}
      className="rounded-control px-2 py-2.5 font-medium text-sm hover:bg-sunken md:py-2 md:text-base lg:px-3 aria-[current=page]:bg-sun-soft aria-[current=page]:text-sun-ink"
      href={href}
    >
      {children}
      <Pending />
    </Link>
  );
}

/** Shows that the click was registered while the next page loads. */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden
      className={cn("block h-0.5 rounded-full", pending && "animate-pulse bg-action")}
    />
  );
}
