import type { ComponentProps } from "react";
import { cn } from "~/lib/cn";

/** A placeholder while something loads. The status text next to it says so in words. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      className={cn("animate-pulse rounded-control bg-sunken", className)}
      {...props}
    />
  );
}

/** Stands in for a list until its data arrives. */
export function LoadingList() {
  return (
    <div className="grid gap-4">
      <p className="text-muted" role="status">
        Loading…
      </p>
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </div>
  );
}
