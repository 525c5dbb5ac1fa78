import { role, userStatus } from "@sundial/validators";
import { Button } from "~/components/ui/button";
import { Options } from "~/components/ui/field";
import { FilterForm, FilterInput, FilterSelect } from "~/components/ui/filter-form";
import { roleLabels, userStatusLabels } from "~/lib/labels";
import type { PeopleQuery } from "./people-query";

export function PeopleFilters({ query }: { query: PeopleQuery }) {
  return (
    <FilterForm
      action="/people"
      className="grid items-end gap-4 sm:grid-cols-[2fr_1fr_1fr_auto]"
      query={query}
    >
      <FilterInput
        defaultValue={query.search}
        label="Name or email address"
        maxLength={100}
        name="search"
        type="search"
      />
      <FilterSelect label="Role" name="role" value={query.role}>
        <Options labels={roleLabels} values={role.options} />
      </FilterSelect>
      <FilterSelect label="Status" name="status" value={query.status}>
        <Options labels={userStatusLabels} values={userStatus.options} />
      </FilterSelect>
      <Button type="submit">Search</Button>
    </FilterForm>
  );
}
