import { cityOf } from "@sundial/validators/time";
import Link from "next/link";
import { Button } from "~/components/ui/button";
import { FilterForm, FilterInput, FilterSelect } from "~/components/ui/filter-form";
import { groupBy } from "~/lib/group-by";
import type { AuditQuery } from "./audit-query";

interface AuditFiltersProps {
  query: AuditQuery;
  actions: string[];
  zone: string;
}

const nounOf = (action: string) => action.split(".")[0] ?? action;

export function AuditFilters({ query, actions, zone }: AuditFiltersProps) {
  const hint = `In ${cityOf(zone)} time.`;
  return (
    <FilterForm
      action="/audit"
      className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1fr]"
      query={query}
    >
      <FilterSelect any="All events" label="Event" name="action" value={query.action}>
        {[...groupBy(actions, nounOf)].map(([noun, group]) => (
          <optgroup key={noun} label={noun}>
            <option value={noun}>{noun}: all</option>
            {group.map((action) => (
              <option key={action} value={action}>
                {action}
              </option>
            ))}
          </optgroup>
        ))}
      </FilterSelect>
      <FilterInput defaultValue={query.from} hint={hint} label="From" name="from" type="date" />
      <FilterInput defaultValue={query.to} hint={hint} label="To" name="to" type="date" />
      <FilterInput defaultValue={query.actorId} label="Actor ID" maxLength={128} name="actorId" />
      <FilterInput
        defaultValue={query.targetId}
        label="Target ID"
        maxLength={128}
        name="targetId"
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit">Apply</Button>
        <Button asChild variant="ghost">
          <Link href="/audit">Clear</Link>
        </Button>
      </div>
    </FilterForm>
  );
}
