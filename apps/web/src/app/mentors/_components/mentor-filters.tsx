"use client";

import { partOfDay } from "@sundial/validators";
import { useFormats } from "~/components/formats";
import { Button } from "~/components/ui/button";
import { Field, Select } from "~/components/ui/field";
import { FilterForm, FilterInput, FilterSelect } from "~/components/ui/filter-form";
import { languageLabel, partOfDayLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import type { MentorQuery } from "./mentor-query";

export function MentorFilters({ query }: { query: MentorQuery }) {
  const formats = useFormats();
  const [filters] = api.mentor.filters.useSuspenseQuery();
  return (
    <FilterForm action="/mentors" className="grid gap-4" query={query}>
      <div className="grid items-end gap-4 sm:grid-cols-[2fr_1.5fr_1fr]">
        <FilterInput
          defaultValue={query.search}
          label="Name or topic"
          maxLength={100}
          name="search"
          placeholder="For example, system design"
          type="search"
        />
        <FilterSelect label="Expertise" name="expertise" value={query.expertise}>
          {filters.expertise.map(({ slug, label, mentors }) => (
            <option key={slug} value={slug}>
              {label} ({mentors})
            </option>
          ))}
        </FilterSelect>
        <FilterSelect label="Language" name="language" value={query.language}>
          {filters.languages.map(({ tag, mentors }) => (
            <option key={tag} value={tag}>
              {languageLabel(tag)} ({mentors})
            </option>
          ))}
        </FilterSelect>
      </div>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 font-semibold">Time of day</legend>
          <div className="flex flex-wrap gap-2">
            {partOfDay.options.map((part) => (
              <Choice
                isChosen={query.partsOfDay.includes(part)}
                key={part}
                label={partOfDayLabels[part]}
                name="partsOfDay"
                value={part}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 font-semibold">Days</legend>
          <div className="flex flex-wrap gap-2">
            {formats.weekdays.map(({ iso, shortName }) => (
              <Choice
                isChosen={query.weekdays.includes(iso)}
                key={iso}
                label={shortName}
                name="weekdays"
                value={iso}
              />
            ))}
          </div>
        </fieldset>
        <div className="flex w-full items-end gap-4 *:first:flex-1 sm:ml-auto sm:w-auto">
          <Field id="sort" label="Sort by">
            <Select defaultValue={query.sort} id="sort" name="sort">
              <option value="earliest">Earliest open time</option>
              <option value="name">Name</option>
            </Select>
          </Field>
          <Button type="submit">Search</Button>
        </div>
      </div>
    </FilterForm>
  );
}

interface ChoiceProps {
  name: string;
  value: string | number;
  label: string;
  isChosen: boolean;
}

function Choice({ name, value, label, isChosen }: ChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center rounded-full border border-edge bg-surface px-3.5 has-checked:border-action has-checked:bg-action has-checked:text-on-action has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2">
      <input
        className="absolute size-px opacity-0"
        defaultChecked={isChosen}
        name={name}
        type="checkbox"
        value={value}
      />
      {label}
    </label>
  );
}
