"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Combobox } from "~/components/ui/combobox";
import { describedBy, Field } from "~/components/ui/field";
import { SEARCH_PAUSE, searchStatus } from "~/components/ui/search-status";
import { useDebounced } from "~/components/use-debounced";
import { api } from "~/trpc/client";

interface MentorFilterProps {
  value: string | undefined;
  mentorName: string | null;
}

const field = { id: "mentorId", hint: "Type a name or an email address." };

/** Chooses one mentor by name or email address. */
export function MentorFilter({ value = "", mentorName }: MentorFilterProps) {
  const [id, setId] = useState(value);
  const [text, setText] = useState("");
  const typed = text.trim();
  const search = useDebounced(typed, SEARCH_PAUSE);
  const people = api.member.list.useQuery(
    { search, role: "mentor", limit: 8 },
    { enabled: search !== "", placeholderData: keepPreviousData },
  );
  const input = useRef<HTMLInputElement>(null);
  const isUnclear = typed !== "" && id === "";
  useEffect(() => {
    input.current?.setCustomValidity(isUnclear ? "Choose a mentor from the list." : "");
  }, [isUnclear]);

  const found = (search && people.data?.items) || [];
  const options = found.map((person) => ({
    value: person.id,
    label: `${person.name} (${person.email})`,
  }));
  return (
    <Field hint={field.hint} id={field.id} label="Mentor">
      <Combobox
        {...describedBy(field)}
        defaultText={mentorName ?? value}
        onChange={setId}
        onSearch={setText}
        options={options}
        ref={input}
        status={search === "" || options.length > 0 ? null : searchStatus(people, "mentors")}
      />
      <input name="mentorId" type="hidden" value={id} />
    </Field>
  );
}
