"use client";

import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { TimeZoneSelect } from "./time-zone-select";
import { describedBy, Field } from "./ui/field";

/** Changes the zone of this person's times permanently. */
export function ViewerZoneField() {
  const cache = api.useUtils();
  const [account] = api.account.me.useSuspenseQuery();
  const update = api.account.update.useMutation({
    // The page shows the new zone at once, and returns to the old one if saving fails.
    onMutate: ({ timeZone = account.timeZone }) => {
      cache.account.me.setData(undefined, { ...account, timeZone });
      return { before: account };
    },
    onError: (_error, _input, context) => cache.account.me.setData(undefined, context?.before),
    onSuccess: (changed) => cache.account.me.setData(undefined, changed),
  });
  const field = { id: "zone", error: update.error ? toWireError(update.error).error : undefined };
  return (
    <Field {...field} label="Times shown in">
      <TimeZoneSelect
        current={account.timeZone}
        onChange={({ target }) => update.mutate({ timeZone: target.value })}
        value={account.timeZone}
        {...describedBy(field)}
      />
    </Field>
  );
}
