import type { ComponentProps } from "react";
import { cn } from "~/lib/cn";
import { Button } from "./ui/button";

interface MoreButtonProps extends Pick<ComponentProps<typeof Button>, "className" | "size"> {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => unknown;
  };
  /** The button's label, such as "More sessions". */
  children: string;
}

/** Loads the next page of a list, and disappears after the last. */
export function MoreButton({ query, className, size, children }: MoreButtonProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className={cn("grid justify-items-center gap-2 justify-self-center", className)}>
      {query.isFetchNextPageError ? (
        <p className="text-bad text-sm" role="alert">
          We couldn't load more. Try again.
        </p>
      ) : null}
      <Button
        disabled={query.isFetchingNextPage}
        onClick={() => query.fetchNextPage()}
        size={size}
        variant="secondary"
      >
        {query.isFetchingNextPage ? "Loading more…" : children}
      </Button>
    </div>
  );
}
