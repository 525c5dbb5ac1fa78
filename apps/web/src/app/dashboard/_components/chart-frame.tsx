import { formatNumber } from "@sundial/validators";
import { type ScaleBand, type ScaleLinear, scaleBand, scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import { PLAIN } from "./chart-pattern";

/** Drawn for phones and for wider screens, because text in a picture shrinks with it. */
const sizes = [
  { name: "narrow", className: "max-w-md sm:hidden", width: 340, height: 240 },
  { name: "wide", className: "hidden sm:block", width: 760, height: 280 },
] as const;

const MARGIN = { top: 10, right: 4, bottom: 26, left: 40 };
const TEXT_WIDTH = 84;
/** With the space before the next one. */
const LABEL_WIDTH = TEXT_WIDTH + 8;

export interface Plot {
  /** Unique in the page, for what the drawing defines. */
  id: string;
  x: ScaleBand<number>;
  y: ScaleLinear<number, number>;
  /** The y of zero. */
  floor: number;
}

interface ChartFrameProps {
  id: string;
  /** What the picture shows, for people who can't see it; the numbers are in a table. */
  label: string;
  /** Below each place. */
  labels: string[];
  max: number;
  draw: (plot: Plot) => ReactNode;
}

/** Axes and lines of a chart. Drawn on the server, as a picture without scripts. */
export function ChartFrame({ id, label, labels, max, draw }: ChartFrameProps) {
  return sizes.map(({ name, className, width, height }) => {
    const floor = height - MARGIN.bottom;
    const x = scaleBand(
      labels.map((_, index) => index),
      [MARGIN.left, width - MARGIN.right],
    ).padding(0.2);
    const y = scaleLinear([0, Math.max(max, 1)], [floor, MARGIN.top]).nice(4);
    const every = Math.ceil((labels.length * LABEL_WIDTH) / (width - MARGIN.left));
    const ticks = y.ticks(4).filter((tick) => max > 4 || Number.isInteger(tick));
    return (
      <svg
        aria-label={label}
        className={`w-full ${PLAIN} ${className}`}
        key={name}
        role="img"
        viewBox={`0 0 ${width} ${height}`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              className="stroke-line"
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text
              className="fill-current text-muted"
              dominantBaseline="middle"
              fontSize="12"
              textAnchor="end"
              x={MARGIN.left - 6}
              y={y(tick)}
            >
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        {labels.map((text, index) =>
          index % every === 0 && (x(index) ?? 0) + TEXT_WIDTH <= width ? (
            <text
              className="fill-current text-muted"
              fontSize="12"
              key={index}
              x={x(index)}
              y={height - 8}
            >
              {text}
            </text>
          ) : null,
        )}
        {draw({ id: `${id}-${name}`, x, y, floor })}
        <line
          className="text-muted"
          stroke="currentColor"
          x1={MARGIN.left}
          x2={width - MARGIN.right}
          y1={floor}
          y2={floor}
        />
      </svg>
    );
  });
}
