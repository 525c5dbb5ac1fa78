"use client";

import { clock, dateOrder, type FormatSettings, formatPreferences } from "@sundial/validators";
import { timeFormats } from "@sundial/validators/time";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Field, Select } from "~/components/ui/field";
import { Form, SubmitButton } from "~/components/ui/form";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

const EXAMPLE = new Date("2027-03-16T13:30:00Z");

/** Clock, date order and first weekday; each follows the browser's language by default. */
export function DateFormatsForm({ usual }: { usual: FormatSettings }) {
  const [account] = api.account.me.useSuspenseQuery();
  const { weekdays } = useFormats();
  const cache = api.useUtils();
  const router = useRouter();
  const update = api.account.update.useMutation({
    onSuccess: (changed) => {
      cache.account.me.setData(undefined, changed);
      // Renders every date on the page again.
      router.refresh();
    },
  });

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    update.mutate(chosenIn(new FormData(event.currentTarget)));
  }

  const timeIn = (clock: FormatSettings["clock"]) =>
    timeFormats({ ...usual, clock }).time(EXAMPLE, "UTC");
  const dateIn = (dateOrder: FormatSettings["dateOrder"]) =>
    timeFormats({ ...usual, dateOrder }).date(EXAMPLE, "UTC");
  const usualDay = weekdays.find(({ iso }) => iso === usual.weekStart)?.name;
  return (
    <SectionCard title="Dates and times">
      <Form className="grid gap-5" onChange={() => update.reset()} onSubmit={save}>
        <p className="text-muted">
          How they appear here and in emails. Automatic follows the language of your browser.
        </p>
        <div className="grid gap-5 sm:grid-cols-[repeat(auto-fit,minmax(13.5rem,1fr))]">
          <Field id="clock" label="Clock">
            <Select defaultValue={account.clock ?? ""} id="clock" name="clock">
              <option value="">Automatic ({timeIn(usual.clock)})</option>
              {clock.options.map((value) => (
                <option key={value} value={value}>
                  {value === "h12" ? "12 hours" : "24 hours"} ({timeIn(value)})
                </option>
              ))}
            </Select>
          </Field>
          <Field id="date-order" label="Date format">
            <Select defaultValue={account.dateOrder ?? ""} id="date-order" name="dateOrder">
              <option value="">Automatic ({dateIn(usual.dateOrder)})</option>
              {dateOrder.options.map((value) => (
                <option key={value} value={value}>
                  {dateIn(value)}
                </option>
              ))}
            </Select>
          </Field>
          <Field id="week-start" label="Week starts on">
            <Select defaultValue={account.weekStart ?? ""} id="week-start" name="weekStart">
              <option value="">Automatic ({usualDay})</option>
              {weekdays.map(({ iso, name }) => (
                <option key={iso} value={iso}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        {update.isSuccess ? <Alert title="Saved." tone="good" /> : null}
        {update.isError ? <Alert title={toWireError(update.error).error} tone="bad" /> : null}
        <SubmitButton className="justify-self-start" disabled={update.isPending}>
          {update.isPending ? "Saving…" : "Save formats"}
        </SubmitButton>
      </Form>
    </SectionCard>
  );
}

/** An empty choice is the automatic one. */
function chosenIn(form: FormData) {
  const read = (name: string) => form.get(name) || null;
  const weekStart = read("weekStart");
  return formatPreferences.parse({
    clock: read("clock"),
    dateOrder: read("dateOrder"),
    weekStart: weekStart && Number(weekStart),
  });
}
