"use client";

import type { RouterInputs } from "@sundial/api";
import Form from "next/form";
import Link from "next/link";
import { Button } from "~/components/ui/button";
import { Field, Input, Select } from "~/components/ui/field";
import { languageLabel } from "~/lib/labels";
import { api } from "~/trpc/client";

export type MentorQuery = Pick<RouterInputs["mentor"]["list"], "search" | "expertise" | "language">;

/** A plain GET form: the filters live in the address, and it works before the page is alive. */
export function MentorFilters({ query }: { query: MentorQuery }) {
  const [filters] = api.mentor.filters.useSuspenseQuery();
  const filtered = Object.values(query).some((value) => value !== undefined);
  return (
    <Form
      action="/mentors"
      className="grid items-end gap-4 sm:grid-cols-[2fr_1.5fr_1fr_auto]"
      // A new address means new defaults.
      key={JSON.stringify(query)}
      role="search"
    >
      <Field id="search" label="Name or topic">
        <Input
          defaultValue={query.search}
          id="search"
          maxLength={100}
          name="search"
          placeholder="Such as: system design"
          type="search"
        />
      </Field>
      <Field id="expertise" label="Expertise">
        <Select defaultValue={query.expertise ?? ""} id="expertise" name="expertise">
          <option value="">Any</option>
          {filters.expertise.map(({ slug, label, mentors }) => (
            <option key={slug} value={slug}>
              {label} ({mentors})
            </option>
          ))}
        </Select>
      </Field>
      <Field id="language" label="Language">
        <Select defaultValue={query.language ?? ""} id="language" name="language">
          <option value="">Any</option>
          {filters.languages.map(({ tag, mentors }) => (
            <option key={tag} value={tag}>
              {languageLabel(tag)} ({mentors})
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex gap-2">
        <Button type="submit">Search</Button>
        {filtered ? (
          <Button asChild variant="ghost">
            <Link href="/mentors">Clear</Link>
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
