"use client";

import { formatNumber } from "@sundial/validators";
import { useId, useState } from "react";
import { Button } from "~/components/ui/button";
import { Field, Select } from "~/components/ui/field";
import { roleLabels } from "~/lib/labels";
import { type Row, resultOf } from "./read-people-file";

const PAGE = 50;

/** The rows of a file with their results, a page at a time, filtered by result. */
export function RowTable({ rows }: { rows: Row[] }) {
  const [chosen, setChosen] = useState("");
  const [page, setPage] = useState(0);
  const id = useId();
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(resultOf(row), (counts.get(resultOf(row)) ?? 0) + 1);
  const shown = rows.filter((row) => chosen === "" || resultOf(row) === chosen);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const current = Math.min(page, pages - 1);
  return (
    <div className="grid gap-4">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {[...counts].map(([result, count]) => (
          <div className="grid" key={result}>
            <dt className="text-muted text-sm">{result}</dt>
            <dd className="font-display text-2xl">{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      <Field id={id} label="Show">
        <Select
          className="sm:max-w-72"
          id={id}
          onChange={({ target }) => {
            setChosen(target.value);
            setPage(0);
          }}
          value={chosen}
        >
          <option value="">All rows</option>
          {[...counts.keys()].map((result) => (
            <option key={result}>{result}</option>
          ))}
        </Select>
      </Field>
      <table className="block w-full text-left text-sm sm:table sm:table-fixed">
        <caption className="sr-only">Rows of the file</caption>
        <thead className="sr-only sm:not-sr-only">
          <tr className="border-line border-b">
            <th className="w-16 p-2" scope="col">
              Line
            </th>
            <th className="p-2" scope="col">
              Address
            </th>
            <th className="w-40 p-2" scope="col">
              Role
            </th>
            <th className="w-72 p-2" scope="col">
              Result
            </th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {shown.slice(current * PAGE, (current + 1) * PAGE).map((row) => (
            <tr className="block border-line border-b py-2 sm:table-row" key={row.line}>
              <td className="inline-block px-2 text-muted sm:table-cell sm:p-2">{row.line}</td>
              <td className="inline-block px-2 [overflow-wrap:anywhere] sm:table-cell sm:p-2">
                {row.email}
              </td>
              <td className="inline-block px-2 sm:table-cell sm:p-2">
                {row.person ? roleLabels[row.person.role] : null}
              </td>
              <td className="inline-block px-2 sm:table-cell sm:p-2">
                {resultOf(row)}
                {row.problem ? `: ${row.problem}` : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 ? (
        <nav aria-label="Pages of rows" className="flex flex-wrap items-center gap-3">
          <Button
            disabled={current === 0}
            onClick={() => setPage(current - 1)}
            size="small"
            variant="secondary"
          >
            Previous rows
          </Button>
          <p aria-live="polite">
            Page {formatNumber(current + 1)} of {formatNumber(pages)}
          </p>
          <Button
            disabled={current === pages - 1}
            onClick={() => setPage(current + 1)}
            size="small"
            variant="secondary"
          >
            Next rows
          </Button>
        </nav>
      ) : null}
    </div>
  );
}
