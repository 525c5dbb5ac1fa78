import { Button } from "./ui/button";

/** A plain link to a file: the browser saves it as it arrives, and can cancel it. */
export function ExportLink({ href, children }: { href: string; children: string }) {
  return (
    <Button asChild size="small" variant="secondary">
      <a download href={href}>
        {children}
      </a>
    </Button>
  );
}
