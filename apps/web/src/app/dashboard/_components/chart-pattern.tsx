/** Browsers leave the colors of pictures as they are, so forced ones are asked for. */
export const PLAIN = "forced-colors:[&_*]:text-[CanvasText]";

/**
 * How a series is filled. Each differs in its pattern, too, for readers and printers without color.
 * Everything is drawn in the current color.
 */
export interface Look {
  className: string;
  pattern: "solid" | "rising" | "falling" | "dots" | "lines" | "bars" | "grid" | "empty";
}

const SIZE = 8;

const drawings: Record<Look["pattern"], string> = {
  solid: "M0 0H8V8H0Z",
  rising: "M-2 2L2-2M0 8L8 0M6 10L10 6",
  falling: "M-2 6L2 10M0 0L8 8M6-2L10 2",
  dots: "M3 4A1 1 0 1 0 5 4A1 1 0 1 0 3 4",
  lines: "M0 2H8M0 6H8",
  bars: "M2 0V8M6 0V8",
  grid: "M0 4H8M4 0V8",
  empty: "",
};

interface PatternProps extends Look {
  id: string;
}

/** The definition to which `fill="url(#id)"` refers. */
export function Pattern({ id, className, pattern }: PatternProps) {
  return (
    <pattern height={SIZE} id={id} patternUnits="userSpaceOnUse" width={SIZE}>
      <path
        className={className}
        d={drawings[pattern]}
        fill={pattern === "solid" ? "currentColor" : "none"}
        stroke="currentColor"
        strokeWidth={pattern === "solid" ? 0 : 1.5}
      />
    </pattern>
  );
}

/** In a legend. */
export function Swatch({ id, ...look }: PatternProps) {
  return (
    <svg aria-hidden className={`size-5 shrink-0 ${PLAIN}`} viewBox="0 0 20 20">
      <defs>
        <Pattern id={id} {...look} />
      </defs>
      <rect
        className={look.className}
        fill={`url(#${id})`}
        height="16"
        stroke="currentColor"
        width="16"
        x="2"
        y="2"
      />
    </svg>
  );
}
