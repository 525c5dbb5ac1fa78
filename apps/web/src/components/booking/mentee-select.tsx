"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { type Ref, useState } from "react";
import { Combobox } from "~/components/ui/combobox";
import { describedBy, Field } from "~/components/ui/field";
import { useDebounced } from "~/components/use-debounced";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

interface MenteeSelectProps {
  error?: string;
  onChange: (id: string) => void;
  onBlur: () => void;
  ref: Ref<HTMLInputElement>;
}

/** How long typing must pause before a search, in milliseconds. */
const SETTLE = 250;

/** For staff: the mentee to book for, found by name among those who can be booked. */
export function MenteeSelect({ error, ...control }: MenteeSelectProps) {
  const [text, setText] = useState("");
  const search = useDebounced(text.trim(), SETTLE);
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
        status={statusOf(mentees)}
      />
    </Field>
  );
}

function statusOf(mentees: {
  isPending: boolean;
  error: unknown;
  data?: { items: unknown[]; nextCursor: string | null };
}) {
  if (mentees.error) return toWireError(mentees.error).error;
  if (mentees.isPending) return "Loading mentees…";
  if (mentees.data?.items.length === 0) return "No mentees match.";
  return mentees.data?.nextCursor ? "Keep typing to see fewer." : null;
}
