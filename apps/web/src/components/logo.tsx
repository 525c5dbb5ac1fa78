import { cn } from "~/lib/cn";

interface ProgramLogoProps {
  /** Of the program's own image; null without one. */
  digest: string | null;
  className?: string;
}

/** The program's own logo, or our mark. Its name is beside it. */
export function ProgramLogo({ digest, className }: ProgramLogoProps) {
  if (digest === null) return <Logo className={className} />;
  // Another image has another address, so no browser shows the one before.
  const source = `/logo?v=${digest}`;
  return (
    <img alt="" className={cn("h-8 w-auto max-w-40 object-contain", className)} src={source} />
  );
}

/** The mark: a dial, the hour's arc and the shadow that tells the time. */
function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" className={cn("size-8", className)} fill="none" viewBox="0 0 32 32">
      <path
        className="stroke-sun"
        d="M5 23a11 11 0 0 1 22 0"
        strokeLinecap="round"
        strokeWidth="2.5"
      />
      <path className="fill-ink" d="M16 23 22 9l-3 14z" />
      <path className="stroke-ink" d="M4 26h24" strokeLinecap="round" strokeWidth="2" />
    </svg>
  );
}
