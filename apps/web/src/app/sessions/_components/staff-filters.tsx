import type { RouterOutputs } from "@sundial/api";
import { officeSessionStatus, sessionFlag } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import Link from "next/link";
import type { ReactNode } from "react";
import { PersonFilter } from "~/components/person-filter";
import { Button } from "~/components/ui/button";
import { FilterForm, FilterInput } from "~/components/ui/filter-form";
import { officeSessionStatusLabels, sessionFlagLabels } from "~/lib/labels";
import { type StaffQuery, staffSessionsPath } from "./staff-query";

/** Counting ends here. */
const COUNTED = 100;

interface StaffFiltersProps {
  query: StaffQuery;
  zone: string;
  mentorName: string | null;
  menteeName: string | null;
}

export function StaffFilters({ query, zone, mentorName, menteeName }: StaffFiltersProps) {
  const { search, status, flag, from, to, mentor, mentee, mentorText } = query;
  const hint = `In ${cityOf(zone)} time.`;
  return (
    <FilterForm
      action="/sessions"
      className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1.5fr_2fr_1.5fr_auto]"
      query={query}
    >
      <FilterInput
        defaultValue={search}
        hint="Part of a topic, a name or an email address."
        label="Person or topic"
        maxLength={100}
        name="search"
        type="search"
      />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-4">
        <FilterInput defaultValue={from} hint={hint} label="From" name="from" type="date" />
        <FilterInput defaultValue={to} hint={hint} label="To" name="to" type="date" />
      </div>
      <PersonFilter
        label="Mentor"
        name="mentor"
        personName={mentorName}
        among="mentor"
        typed={mentorText}
        value={mentor}
      />
      <input name="status" type="hidden" value={status ?? ""} />
      <input name="flag" type="hidden" value={flag ?? ""} />
      <input name="mentee" type="hidden" value={mentee ?? ""} />
      <Button type="submit">Search</Button>
      {mentee ? (
        <p className="text-sm sm:col-span-full">
          Only sessions of {menteeName ?? "one mentee"}.{" "}
          <Link
            className="underline"
            href={staffSessionsPath({ ...query, mentee: undefined, cursor: undefined })}
          >
            Show everyone's
          </Link>
        </p>
      ) : null}
    </FilterForm>
  );
}

interface StaffChoicesProps {
  query: StaffQuery;
  /** None while a text is searched for, because they don't count by text. */
  counts: RouterOutputs["officeSession"]["counts"] | null;
}

/** The statuses and flags, with how many sessions have each. */
export function StaffChoices({ query, counts }: StaffChoicesProps) {
  const pathFor = (part: Pick<StaffQuery, "status" | "flag">) =>
    staffSessionsPath({ ...query, status: undefined, flag: undefined, ...part, cursor: undefined });
  const countOf = (name: string) =>
    counts?.find((each) => ("status" in each ? each.status : each.flag) === name)?.count;
  const isAll = query.status === undefined && query.flag === undefined;
  return (
    <nav aria-label="Which sessions" className="grid gap-2">
      <ul className="flex flex-wrap gap-2">
        <Choice href={pathFor({})} isChosen={isAll}>
          All
        </Choice>
        {officeSessionStatus.options.map((status) => (
          <Choice
            count={countOf(status)}
            href={pathFor({ status })}
            isChosen={query.status === status}
            key={status}
          >
            {officeSessionStatusLabels[status]}
          </Choice>
        ))}
        {sessionFlag.options.map((flag) => (
          <Choice
            count={countOf(flag)}
            href={pathFor({ flag })}
            isChosen={query.flag === flag}
            key={flag}
          >
            {sessionFlagLabels[flag]}
          </Choice>
        ))}
      </ul>
    </nav>
  );
}

interface ChoiceProps {
  href: string;
  isChosen: boolean;
  count?: number;
  children: ReactNode;
}

function Choice({ href, isChosen, count, children }: ChoiceProps) {
  return (
    <li>
      <Link
        aria-current={isChosen ? "true" : undefined}
        className="inline-flex min-h-9 items-center gap-2 rounded-full border border-edge bg-surface px-3 py-1 text-sm hover:bg-sunken aria-[current=true]:bg-sun-soft aria-[current=true]:font-semibold aria-[current=true]:text-sun-ink"
        href={href}
      >
        {children}
        {count === undefined ? null : (
          <span className="font-semibold">{count > COUNTED ? `${COUNTED}+` : count}</span>
        )}
      </Link>
    </li>
  );
}
