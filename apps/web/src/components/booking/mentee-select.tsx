"use client";

import type { ComponentProps } from "react";
import { MoreButton } from "~/components/more-button";
import { describedBy, Field, Select } from "~/components/ui/field";
import { api } from "~/trpc/client";

type MenteeSelectProps = Omit<ComponentProps<typeof Select>, "children"> & { error?: string };

/** For staff: the mentee a session is booked for. */
export function MenteeSelect({ error, ...props }: MenteeSelectProps) {
  const mentees = api.profile.list.useInfiniteQuery(
    { role: "mentee", limit: 50 },
    { getNextPageParam: (page) => page.nextCursor },
  );
  const people = mentees.data?.pages.flatMap(({ items }) => items) ?? [];
  const field = { id: "mentee", error, hint: "They need a complete profile." };
  return (
    <div className="grid gap-2">
      <Field {...field} label="Mentee">
        <Select {...describedBy(field)} {...props}>
          <option value="">{mentees.isPending ? "Loading mentees…" : "Choose a mentee"}</option>
          {people.map(({ id, name, timeZone, menteeProfile }) => (
            <option disabled={menteeProfile === null} key={id} value={id}>
              {name} ({timeZone.replaceAll("_", " ")})
            </option>
          ))}
        </Select>
      </Field>
      <MoreButton className="justify-items-start justify-self-start" query={mentees} size="small">
        More mentees
      </MoreButton>
      {mentees.isLoadingError ? (
        <p className="text-bad text-sm" role="alert">
          The mentees could not be loaded.{" "}
          <button className="underline" onClick={() => mentees.refetch()} type="button">
            Try again
          </button>
        </p>
      ) : null}
    </div>
  );
}
