"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { type Ref, useState } from "react";
import { Combobox } from "~/components/ui/combobox";
import { describedBy, Field } from "~/components/ui/field";
import { SEARCH_PAUSE, searchStatus } from "~/components/ui/search-status";
import { useDebounced } from "~/components/use-debounced";
import { api } from "~/trpc/client";

interface MenteeSelectProps {
  error?: string;
  onChange: (id: string) => void;
  onBlur: () => void;
  ref: Ref<HTMLInputElement>;
}

/** For staff: the mentee to book for, found by name among those who can be booked. */
export function MenteeSelect({ error, ...control }: MenteeSelectProps) {
  const [text, setText] = useState("");
  const search = useDebounced(text.trim(), SEARCH_PAUSE);
  const mentees = api.profile.list.useQuery(
    { role: "mentee", status: "active", search: search || undefined, limit: 50 },
    { placeholderData: keepPreviousData },
  );
  const people = mentees.data?.items ?? [];
  const field = { id: "mentee", error, hint: "Type a name. Mentees need a complete profile." };
  return (
    <Field {...field} label="Mentee">
      <Combobox
        {...describedBy(field)}
        {...control}
        onSearch={setText}
        options={people.map(({ id, name, timeZone, menteeProfile }) => ({
          value: id,
          label: `${name} (${timeZone.replaceAll("_", " ")})`,
          disabledReason: menteeProfile === null ? "No profile yet" : undefined,
        }))}
        status={searchStatus(mentees, "mentees")}
      />
    </Field>
  );
}
