import { role, userStatus } from "@sundial/validators";
import Form from "next/form";
import { Button } from "~/components/ui/button";
import { Field, Input, Options, Select } from "~/components/ui/field";
import { roleLabels, userStatusLabels } from "~/lib/labels";
import type { PeopleQuery } from "./people-query";

/** A plain GET form: the filters live in the address, and it works before the page is alive. */
export function PeopleFilters({ query }: { query: PeopleQuery }) {
  return (
    <Form
      action="/people"
      className="grid items-end gap-4 sm:grid-cols-[2fr_1fr_1fr_auto]"
      // A new address means new defaults.
      key={JSON.stringify(query)}
      role="search"
    >
      <Field id="search" label="Name or email address">
        <Input
          defaultValue={query.search}
          id="search"
          maxLength={100}
          name="search"
          type="search"
        />
      </Field>
      <Field id="role" label="Role">
        <Select defaultValue={query.role ?? ""} id="role" name="role">
          <option value="">Any</option>
          <Options labels={roleLabels} values={role.options} />
        </Select>
      </Field>
      <Field id="status" label="Status">
        <Select defaultValue={query.status ?? ""} id="status" name="status">
          <option value="">Any</option>
          <Options labels={userStatusLabels} values={userStatus.options} />
        </Select>
      </Field>
      <Button type="submit">Search</Button>
    </Form>
  );
}
