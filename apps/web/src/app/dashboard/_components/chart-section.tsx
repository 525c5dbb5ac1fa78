import { formatNumber } from "@sundial/validators";
import type { ReactNode } from "react";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { type Look, Swatch } from "./chart-pattern";

export interface Series {
  key: string;
  label: string;
  look: Look;
  /** By part; null where nothing is known. */
  values: (number | null)[];
}

interface ChartSectionProps {
  id: string;
  title: string;
  lead: string;
  /** Of the table's first column. */
  unit: "week" | "month";
  labels: string[];
  series: Series[];
  /** In the table. */
  format?: (value: number) => string;
  /** In the table, where nothing is known. */
  nothing?: string;
  csvHref: string;
  children: ReactNode;
}

/** A chart with its legend, the table behind it and its file. */
export function ChartSection(props: ChartSectionProps) {
  const { id, title, lead, unit, labels, series, csvHref, children } = props;
  const { format = formatNumber, nothing = "Not recorded" } = props;
  const inWords = (value: number | null) => (value === null ? nothing : format(value));
  return (
    <SectionCard lead={lead} title={title}>
      <figure className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {children}
        <figcaption>
          <ul className="flex flex-wrap gap-x-5 gap-y-2">
            {series.map(({ key, label, look }) => (
              <li className="flex items-center gap-2" key={key}>
                <Swatch id={`${id}-legend-${key}`} {...look} />
                {label}
              </li>
            ))}
          </ul>
        </figcaption>
      </figure>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <details className="min-w-0 grow">
          <summary className="cursor-pointer py-2 font-semibold">Table: {title}</summary>
          {/* Scrolls by keyboard, too. */}
          <section
            aria-label={`Table: ${title}`}
            className="max-h-96 overflow-x-auto overflow-y-auto"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
            tabIndex={0}
          >
            <table className="w-full text-left text-sm">
              <thead>
                <tr className="border-line border-b">
                  <th className="py-2 pr-4" scope="col">
                    {unit === "week" ? "Week from" : "Month"}
                  </th>
                  {series.map(({ key, label }) => (
                    <th className="py-2 pr-4" key={key} scope="col">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {labels.map((label, index) => (
                  <tr className="border-line border-b" key={label}>
                    <th className="whitespace-nowrap py-2 pr-4 font-normal" scope="row">
                      {label}
                    </th>
                    {series.map(({ key, values }) => (
                      <td className="py-2 pr-4 tabular-nums" key={key}>
                        {inWords(values[index] ?? null)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
        <Button asChild size="small" variant="secondary">
          <a aria-label={`Export as CSV: ${title}`} download href={csvHref}>
            Export as CSV
          </a>
        </Button>
      </div>
    </SectionCard>
  );
}
