import Link from "next/link";
import type { ComponentProps } from "react";

/** A link from one of these pages to another, within a sentence. */
export function AuthLink(props: ComponentProps<typeof Link>) {
  return <Link className="font-semibold text-ink underline" {...props} />;
}
