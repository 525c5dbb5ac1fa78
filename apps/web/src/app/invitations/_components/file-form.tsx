"use client";

import { type Role, role as roleName } from "@sundial/validators";
import { type FormEvent, useState } from "react";
import { describedBy, Field, Input, Options, Select } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { roleLabels } from "~/lib/labels";

interface FileFormProps {
  roles: readonly Role[];
  onChosen: (file: File, role: Role) => Promise<void>;
}

/** Asks for a file and for the role of rows that name none. */
export function FileForm({ roles, onChosen }: FileFormProps) {
  const [error, setError] = useState<string>();
  const field = {
    id: "file",
    error,
    hint: "A CSV file with one person per line: the address, and if you like, their role and expertise. The first line can name the columns: email, role, expertise. Separate several topics with a vertical bar. At most 5,000 people.",
  };

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const file = values.get("file");
    if (!(file instanceof File) || file.size === 0) return setError("Choose a file");
    setError(undefined);
    await onChosen(file, roleName.catch("mentee").parse(values.get("role")));
  }

  return (
    <Form aria-label="Import a file" className="grid gap-5" onSubmit={submit}>
      <Field {...field} label="File">
        <Input
          {...describedBy(field)}
          accept=".csv,.txt,text/csv,text/plain"
          className="py-2"
          name="file"
          type="file"
        />
      </Field>
      <Field id="role" label="Role, where a row names none">
        <Select className="sm:max-w-56" id="role" name="role">
          <Options labels={roleLabels} values={roles} />
        </Select>
      </Field>
      <SubmitButton className="justify-self-start">Check the file</SubmitButton>
    </Form>
  );
}
