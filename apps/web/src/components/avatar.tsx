import { cn } from "~/lib/cn";

interface AvatarProps {
  name: string;
  /** The address of the person's picture, at our own origin. */
  image: string | null;
  className?: string;
}

/** A person's picture, or their initials. Decoration only: the name is always next to it. */
export function Avatar({ name, image, className }: AvatarProps) {
  const size = cn("size-12 shrink-0 rounded-full", className);
  if (image !== null) {
    return <img alt="" className={cn(size, "object-cover")} loading="lazy" src={image} />;
  }
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => (word === undefined ? "" : [...word][0]))
    .join("");
  return (
    <span
      aria-hidden
      className={cn("grid place-items-center bg-sun-soft font-display text-lg text-sun-ink", size)}
    >
      {initials.toUpperCase()}
    </span>
  );
}
