import Link from "next/link";
import type { ReactNode } from "react";
import { pathWith } from "~/lib/address";

interface ReportLinkProps {
  about: "person" | "session" | "notes" | "feedback";
  /** A person's id, or a session's for what was written in it. */
  person?: string;
  session?: string;
  children: ReactNode;
}

/** A quiet link to the form that reports misuse. */
export function ReportLink({ about, person, session, children }: ReportLinkProps) {
  return (
    <Link
      className="justify-self-start text-muted text-sm underline"
      href={pathWith("/report", { about, person, session })}
    >
      {children}
    </Link>
  );
}
