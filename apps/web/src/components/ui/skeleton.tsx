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

/** A page-sized skeleton with its status for screen readers. */
export function LoadingPage({ label }: { label: string }) {
  return (
    <div className="grid gap-4">
      <p className="sr-only" role="status">
        {label}
      </p>
      <Skeleton className="h-10 w-64" />
      <Skeleton className="h-5 w-full max-w-xl" />
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </div>
  );
}
