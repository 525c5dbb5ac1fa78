import { cityOf } from "@sundial/validators/time";
import Form from "next/form";
import Link from "next/link";
import { Button } from "~/components/ui/button";
import { Field, Input, Select } from "~/components/ui/field";
import { groupBy } from "~/lib/group-by";
import type { AuditQuery } from "./audit-query";

interface AuditFiltersProps {
  query: AuditQuery;
  actions: string[];
  zone: string;
}

const nounOf = (action: string) => action.split(".")[0] ?? action;

/** A plain GET form: the filters live in the address, and it works before the page is alive. */
export function AuditFilters({ query, actions, zone }: AuditFiltersProps) {
  const inZone = `In ${cityOf(zone)} time.`;
  return (
    <Form
      action="/audit"
      className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1fr]"
      // A new address means new defaults.
      key={JSON.stringify(query)}
      role="search"
    >
      <Field id="action" label="Event">
        <Select defaultValue={query.action ?? ""} id="action" name="action">
          <option value="">All events</option>
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
        </Select>
      </Field>
      <Field hint={inZone} id="from" label="From">
        <Input
          aria-describedby="from-hint"
          defaultValue={query.from}
          id="from"
          name="from"
          type="date"
        />
      </Field>
      <Field hint={inZone} id="to" label="To">
        <Input aria-describedby="to-hint" defaultValue={query.to} id="to" name="to" type="date" />
      </Field>
      <Field id="actorId" label="Actor ID">
        <Input defaultValue={query.actorId} id="actorId" maxLength={128} name="actorId" />
      </Field>
      <Field id="targetId" label="Target ID">
        <Input defaultValue={query.targetId} id="targetId" maxLength={128} name="targetId" />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button type="submit">Apply</Button>
        <Button asChild variant="ghost">
          <Link href="/audit">Clear</Link>
        </Button>
      </div>
    </Form>
  );
}
