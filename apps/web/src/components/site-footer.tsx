import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";

interface SiteFooterProps {
  program: RouterOutputs["program"]["about"];
  /** Whether this development server shows its emails. */
  hasInbox: boolean;
}

/** The program's contact and documents, and what holds for every time on the page. */
export function SiteFooter({ program, hasInbox }: SiteFooterProps) {
  const { name, contactEmail, termsUrl, privacyUrl } = program;
  const links = [
    { label: "Contact", href: contactEmail === null ? null : `mailto:${contactEmail}` },
    { label: "Terms", href: termsUrl },
    { label: "Privacy", href: privacyUrl },
  ].filter(({ href }) => href !== null);
  return (
    <footer className="grid justify-items-center gap-2 border-line border-t px-4 py-6 text-center text-muted text-sm">
      <p>{name} shows everyone their own time zone.</p>
      {links.length > 0 || hasInbox ? (
        <ul className="flex flex-wrap justify-center gap-x-4 gap-y-1">
          {links.map(({ label, href }) => (
            <li key={label}>
              <a className="underline" href={href ?? ""}>
                {label}
              </a>
            </li>
          ))}
          {hasInbox ? (
            <li>
              <Link className="underline" href="/outbox">
                Development inbox
              </Link>
            </li>
          ) : null}
        </ul>
      ) : null}
    </footer>
  );
}
