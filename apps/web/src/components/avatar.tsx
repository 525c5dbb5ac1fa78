import { cn } from "~/lib/cn";

/** A person's initials. Decoration only: the name is always next to it. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => (word === undefined ? "" : [...word][0]))
    .join("");
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-12 shrink-0 place-items-center rounded-full bg-sun-soft font-display text-lg text-sun-ink",
        className,
      )}
    >
      {initials.toUpperCase()}
    </span>
  );
}
