import type { ComponentProps } from "react";
import { cn } from "~/lib/cn";

/** A shape in the place of what is still loading. The status text beside it says so in words. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      className={cn("animate-pulse rounded-control bg-sunken", className)}
      {...props}
    />
  );
}

/** What stands in a page's place while its data is on the way: its title is known already. */
export function LoadingPage({ title }: { title: string }) {
  return (
    <div className="mx-auto grid w-full max-w-3xl gap-4">
      <h1 className="text-4xl">{title}</h1>
      <p className="text-muted" role="status">
        Loading…
      </p>
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </div>
  );
}
