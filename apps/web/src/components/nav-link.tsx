"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

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
    </Link>
  );
}
