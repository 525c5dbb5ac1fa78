import { cityOf } from "@sundial/validators/time";
import Link from "next/link";
import { PersonFilter } from "~/components/person-filter";
import { Button } from "~/components/ui/button";
import { FilterForm, FilterInput, FilterSelect } from "~/components/ui/filter-form";
import { auditLabelOf, auditNounOf } from "~/lib/audit/sentences";
import { groupBy } from "~/lib/group-by";
import type { AuditQuery } from "./audit-query";

interface AuditFiltersProps {
  query: AuditQuery;
  actions: string[];
  zone: string;
  /** The names of the people in the filters; null without one. */
  actorName: string | null;
  targetName: string | null;
}

const nounOf = (action: string) => action.split(".")[0] ?? action;

export function AuditFilters({ query, actions, zone, actorName, targetName }: AuditFiltersProps) {
  const hint = `In ${cityOf(zone)} time.`;
  return (
    <FilterForm
      action="/audit"
      className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1fr]"
      query={query}
    >
      <FilterSelect any="Everything" label="What happened" name="action" value={query.action}>
        {[...groupBy(actions, nounOf)].map(([noun, group]) => (
          <optgroup key={noun} label={auditNounOf(noun)}>
            <option value={noun}>{auditNounOf(noun)}: everything</option>
            {group.map((action) => (
              <option key={action} value={action}>
                {auditLabelOf(action)}
              </option>
            ))}
          </optgroup>
        ))}
      </FilterSelect>
      <FilterInput defaultValue={query.from} hint={hint} label="From" name="from" type="date" />
      <FilterInput defaultValue={query.to} hint={hint} label="To" name="to" type="date" />
      <PersonFilter
        by="anything"
        label="Actor"
        name="actorId"
        personName={actorName}
        typed={query.actorIdText}
        value={query.actorId}
      />
      <PersonFilter
        by="anything"
        label="Target"
        name="targetId"
        personName={targetName}
        typed={query.targetIdText}
        value={query.targetId}
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
