"use client";

import type { Role } from "@sundial/validators";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { personText } from "~/lib/person-text";
import { api } from "~/trpc/client";
import { Combobox } from "./ui/combobox";
import { describedBy, Field } from "./ui/field";
import { SEARCH_PAUSE, searchStatus } from "./ui/search-status";
import { useDebounced } from "./use-debounced";

interface PersonFilterProps {
  /** The filter's name in the URL, whose value is an ID. */
  name: string;
  label: string;
  value: string | undefined;
  /** Null for a target that isn't a person, or no longer exists. */
  personName: string | null;
  by?: keyof typeof hints;
  /** The only role to offer. */
  among?: Role;
  /** The typed text of a form that was sent without a script. */
  typed?: string;
}

/** Also for targets that aren't people, and people who were erased. */
const ID = /^[^\s@]{16,128}$/;

const hints = {
  people: "Type a name or an email address.",
  anything: "Type a name, an email address or an ID.",
};

/**
 * Filters by a person, found by name or email address, or with `anything`, by any ID. Without a
 * script, the form sends the typed text as `personText(name)`, and the page offers whom it finds.
 */
export function PersonFilter(props: PersonFilterProps) {
  const { name, label, value = "", personName, by = "people", among, typed: sent } = props;
  const hint = hints[by];
  const [id, setId] = useState(value);
  const [text, setText] = useState("");
  const typed = text.trim();
  const search = useDebounced(typed, SEARCH_PAUSE);
  const people = api.member.list.useQuery(
    { search, role: among, limit: 8 },
    { enabled: search !== "", placeholderData: keepPreviousData },
  );
  const input = useRef<HTMLInputElement>(null);
  const isUnclear = typed !== "" && id === "";
  useEffect(() => {
    input.current?.setCustomValidity(isUnclear ? "Choose a person from the list." : "");
  }, [isUnclear]);
  useEffect(() => {
    // With a script, the ID says whom the text means.
    const form = input.current?.form;
    const leaveOut = ({ formData }: FormDataEvent) => formData.delete(personText(name));
    form?.addEventListener("formdata", leaveOut);
    return () => form?.removeEventListener("formdata", leaveOut);
  }, [name]);

  const found = (search && people.data?.items) || [];
  const options = found.map((person) => ({
    value: person.id,
    label: `${person.name} (${person.email})`,
  }));
  if (by === "anything" && ID.test(typed)) options.unshift({ value: typed, label: `ID ${typed}` });
  return (
    <Field hint={hint} id={name} label={label}>
      <Combobox
        {...describedBy({ id: name, hint })}
        defaultText={personName ?? sent ?? value}
        name={personText(name)}
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
