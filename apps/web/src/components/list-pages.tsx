import Link from "next/link";
import { Button } from "./ui/button";

interface ListPagesProps {
  /** The path of the list's beginning, when this isn't it. */
  first: string | null;
  /** The path of the next page, unless this is the last. */
  next: string | null;
}

/** Links between the pages of a list. */
export function ListPages({ first, next }: ListPagesProps) {
  return (
    <nav aria-label="Pages" className="flex flex-wrap justify-center gap-3">
      {first ? (
        <Button asChild variant="secondary">
          <Link href={first}>First page</Link>
        </Button>
      ) : null}
      {next ? (
        <Button asChild variant="secondary">
          <Link href={next}>Next page</Link>
        </Button>
      ) : null}
    </nav>
  );
}
