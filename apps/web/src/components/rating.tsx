import { formatNumber } from "@sundial/validators";
import { Star } from "lucide-react";
import { cn } from "~/lib/cn";

interface AverageRatingProps {
  rating: { average: number; ratings: number };
  className?: string;
}

/** A mentor's average in words, with how many ratings it comes from. */
export function AverageRating({ rating, className }: AverageRatingProps) {
  const { average, ratings } = rating;
  return (
    <p className={cn("flex items-center gap-1.5", className)}>
      <Star aria-hidden className="size-4 shrink-0 fill-current text-sun-ink" />
      <span>
        {formatNumber(average)} out of 5{" "}
        <span className="text-muted">
          ({formatNumber(ratings)} {ratings === 1 ? "rating" : "ratings"})
        </span>
      </span>
    </p>
  );
}

const STARS = [1, 2, 3, 4, 5] as const;

/** What one person gave. */
export function GivenRating({ rating }: { rating: number }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <span aria-hidden className="flex">
        {STARS.map((star) => (
          <Star
            className={cn("size-4 text-sun-ink", star <= rating && "fill-current")}
            key={star}
          />
        ))}
      </span>
      {rating} out of 5
    </p>
  );
}
