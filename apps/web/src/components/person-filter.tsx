"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Combobox } from "~/components/ui/combobox";
import { describedBy, Field } from "~/components/ui/field";
import { SEARCH_PAUSE, searchStatus } from "~/components/ui/search-status";
import { useDebounced } from "~/components/use-debounced";
import { api } from "~/trpc/client";

interface PersonFilterProps {
  /** The filter's name in the URL, whose value is an ID. */
  name: string;
  label: string;
  value: string | undefined;
  /** Null for a target that isn't a person, or no longer exists. */
  personName: string | null;
}

/** Also for targets that aren't people, and people who were erased. */
const ID = /^[^\s@]{16,128}$/;

const hint = "Type a name, an email address or an ID.";

/** Filters events by a person, found by name or email address, or by any ID. */
export function PersonFilter({ name, label, value = "", personName }: PersonFilterProps) {
  const [id, setId] = useState(value);
  const [text, setText] = useState("");
  const typed = text.trim();
  const search = useDebounced(typed, SEARCH_PAUSE);
  const people = api.member.list.useQuery(
    { search, limit: 8 },
    { enabled: search !== "", placeholderData: keepPreviousData },
  );
  const input = useRef<HTMLInputElement>(null);
  const isUnclear = typed !== "" && id === "";
  useEffect(() => {
    input.current?.setCustomValidity(isUnclear ? "Choose a person from the list." : "");
  }, [isUnclear]);

  const found = (search && people.data?.items) || [];
  const options = found.map((person) => ({
    value: person.id,
    label: `${person.name} (${person.email})`,
  }));
  if (ID.test(typed)) options.unshift({ value: typed, label: `ID ${typed}` });
  return (
    <Field hint={hint} id={name} label={label}>
      <Combobox
        {...describedBy({ id: name, hint })}
        defaultText={personName ?? value}
        onChange={setId}
        onSearch={setText}
        options={options}
        ref={input}
        status={search === "" || options.length > 0 ? null : searchStatus(people, "people")}
      />
      <input name={name} type="hidden" value={id} />
    </Field>
  );
}
