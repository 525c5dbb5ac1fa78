"use client";

import type { RouterOutputs } from "@sundial/api";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { notificationGroups, notificationLabel } from "~/lib/notification-labels";
import { api } from "~/trpc/client";

type Choice = RouterOutputs["notification"]["choices"]["items"][number];

/** For each kind that can concern the reader, two boxes, which are saved at once. */
export function Choices() {
  const [{ items }] = api.notification.choices.useSuspenseQuery();
  return notificationGroups.map(({ title, kinds }) => {
    const shown = items.filter(({ kind }) => kind in kinds);
    if (shown.length === 0) return null;
    return (
      <SectionCard key={title} title={title}>
        <ul className="grid gap-3">
          {shown.map((choice) => (
            <ChoiceRow choice={choice} key={choice.kind} />
          ))}
        </ul>
      </SectionCard>
    );
  });
}

function ChoiceRow({ choice }: { choice: Choice }) {
  const isAlive = useAlive();
  const cache = api.useUtils();
  const choose = api.notification.choose.useMutation({
    onSuccess: (chosen) =>
      cache.notification.choices.setData(undefined, (before) =>
        before === undefined
          ? before
          : {
              items: before.items.map((each) =>
                each.kind === chosen.kind ? { ...each, ...chosen } : each,
              ),
            },
      ),
  });
  const { kind, isUrgent } = choice;
  const label = notificationLabel(kind);
  // What was tapped, until the server has answered.
  const shown = choose.isPending ? choose.variables : choice;
  const box = (way: "inApp" | "email", name: string) => (
    <label className="flex min-h-11 items-center gap-2">
      <input
        aria-label={`${label}: ${name}`}
        checked={shown[way]}
        className="size-5 shrink-0 accent-(--action)"
        disabled={!isAlive || choose.isPending}
        onChange={({ target }) =>
          choose.mutate({
            kind,
            inApp: choice.inApp,
            email: choice.email,
            [way]: target.checked,
          })
        }
        type="checkbox"
      />
      {name}
    </label>
  );
  return (
    <li className="grid gap-x-6 gap-y-1 border-line border-b pb-3 last:border-0 last:pb-0 sm:grid-cols-[1fr_auto] sm:items-center">
      <div>
        {label}
        {isUrgent ? (
          <span className="block text-muted text-sm">Doesn't wait for the end of quiet hours.</span>
        ) : null}
      </div>
      <div className="flex gap-6">
        {box("inApp", "Here")}
        {box("email", "Email")}
      </div>
      {choose.isError ? <Alert title={toWireError(choose.error).error} tone="bad" /> : null}
    </li>
  );
}
