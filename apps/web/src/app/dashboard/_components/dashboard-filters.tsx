import type { RouterOutputs } from "@sundial/api";
import { cityOf } from "@sundial/validators/time";
import Link from "next/link";
import { Button } from "~/components/ui/button";
import { FilterForm, FilterInput, FilterSelect } from "~/components/ui/filter-form";
import { dashboardPath, type Filter, usualPeriods } from "./dashboard-query";
import { MentorFilter } from "./mentor-filter";

interface DashboardFiltersProps {
  filter: Filter;
  expertise: RouterOutputs["mentor"]["filters"]["expertise"];
  mentorName: string | null;
  /** The program's zone, and the date there. */
  timeZone: string;
  today: string;
}

export function DashboardFilters(props: DashboardFiltersProps) {
  const { filter, expertise, mentorName, timeZone, today } = props;
  const hint = `In ${cityOf(timeZone)} time.`;
  const isListed = expertise.some(({ slug }) => slug === filter.expertise);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <nav aria-label="Periods" className="flex flex-wrap gap-2">
        {usualPeriods(today).map(({ label, period }) => {
          const isShown = period.from === filter.from && period.to === filter.to;
          return (
            <Link
              aria-current={isShown ? "true" : undefined}
              className="rounded-control border border-edge px-3 py-2 font-medium text-sm hover:bg-sunken aria-[current=true]:bg-sun-soft aria-[current=true]:text-sun-ink"
              href={dashboardPath({ ...filter, ...period })}
              key={label}
            >
              {label}
            </Link>
          );
        })}
      </nav>
      <FilterForm
        action="/dashboard"
        className="grid grid-cols-[minmax(0,1fr)] items-end gap-4 sm:grid-cols-2 lg:grid-cols-4"
        query={filter}
      >
        <FilterInput defaultValue={filter.from} hint={hint} label="From" name="from" type="date" />
        <FilterInput defaultValue={filter.to} hint={hint} label="To" name="to" type="date" />
        <FilterSelect
          any="All expertise"
          label="Expertise of the mentor"
          name="expertise"
          value={filter.expertise}
        >
          {filter.expertise === undefined || isListed ? null : (
            <option value={filter.expertise}>{filter.expertise}</option>
          )}
          {expertise.map(({ slug, label }) => (
            <option key={slug} value={slug}>
              {label}
            </option>
          ))}
        </FilterSelect>
        <MentorFilter mentorName={mentorName} value={filter.mentorId} />
        <div className="flex flex-wrap gap-3 sm:col-span-full">
          <Button type="submit">Show</Button>
          <Button asChild variant="ghost">
            <Link href="/dashboard">Clear</Link>
          </Button>
        </div>
      </FilterForm>
    </div>
  );
}
