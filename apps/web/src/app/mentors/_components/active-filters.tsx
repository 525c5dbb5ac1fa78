"use client";

import type { MentorFilter } from "@sundial/validators";
import { X } from "lucide-react";
import Link from "next/link";
import { useFormats } from "~/components/formats";
import { languageLabel, partOfDayLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import { type MentorQuery, mentorsPath, withoutFilter } from "./mentor-query";

interface ActiveFilter {
  filter: MentorFilter;
  value: string | number | boolean;
  label: string;
}

/** Each active filter as a link that removes it. */
export function ActiveFilters({ query }: { query: MentorQuery }) {
  const formats = useFormats();
  const [filters] = api.mentor.filters.useSuspenseQuery();
  const { search, expertise, language, partsOfDay, weekdays } = query;
  const nameOf = (slug: string) =>
    filters.expertise.find((each) => each.slug === slug)?.label ?? slug;
  const active: ActiveFilter[] = [
    ...(search ? [{ filter: "search" as const, value: search, label: `“${search}”` }] : []),
    ...(expertise
      ? [{ filter: "expertise" as const, value: expertise, label: nameOf(expertise) }]
      : []),
    ...(language
      ? [{ filter: "language" as const, value: language, label: languageLabel(language) }]
      : []),
    ...partsOfDay.map((part) => ({
      filter: "partsOfDay" as const,
      value: part,
      label: partOfDayLabels[part],
    })),
    ...formats.weekdays
      .filter(({ iso }) => weekdays.includes(iso))
      .map(({ iso, shortName }) => ({
        filter: "weekdays" as const,
        value: iso,
        label: shortName,
      })),
  ];
  if (active.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-2">
      {active.map(({ filter, value, label }) => (
        <li key={`${filter} ${value}`}>
          <Link
            className="flex min-h-9 items-center gap-1.5 rounded-full bg-sun-soft py-1 pr-2.5 pl-3.5 font-medium text-sm text-sun-ink hover:bg-sunken"
            href={mentorsPath(withoutFilter(query, filter, value))}
          >
            <span className="sr-only">Remove filter </span>
            {label}
            <X aria-hidden className="size-4" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          className="flex min-h-9 items-center px-2 text-muted text-sm underline"
          href="/mentors"
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}
