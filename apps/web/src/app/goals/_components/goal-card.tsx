"use client";

import type { GoalStatus } from "@sundial/validators";
import { GoalProgress } from "~/components/goal-progress";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import type { Goal } from "~/trpc/types";

interface GoalCardProps {
  goal: Goal;
  onEdit: () => void;
  onGone: () => void;
}

/** One goal, with its milestones to tick off. */
export function GoalCard({ goal, onEdit, onGone }: GoalCardProps) {
  // A tap before that would be lost.
  const isAlive = useAlive();
  const cache = api.useUtils();
  const refresh = () => cache.goal.list.invalidate();
  const tick = api.goal.tickMilestone.useMutation({ onSuccess: refresh });
  const settle = api.goal.settle.useMutation({ onSuccess: refresh });
  const remove = api.goal.remove.useMutation();
  const failure = tick.error ?? settle.error;
  const choices: [GoalStatus, string][] =
    goal.status === "open"
      ? [
          ["achieved", "Achieved"],
          ["dropped", "Drop"],
        ]
      : [["open", "Open again"]];
  return (
    <div className="grid gap-4">
      <GoalProgress goal={goal} />
      <ul className="grid gap-2">
        {goal.milestones.map(({ id, text, doneAt }) => (
          <li key={id}>
            <label className="flex min-h-9 items-center gap-3">
              <input
                // At once, not when the server has answered.
                checked={
                  tick.isPending && tick.variables.id === id ? tick.variables.done : doneAt !== null
                }
                className="size-5 shrink-0 accent-(--action)"
                disabled={goal.status !== "open" || !isAlive}
                onChange={({ target }) => tick.mutate({ id, done: target.checked })}
                type="checkbox"
              />
              <span className={doneAt ? "text-muted line-through" : undefined}>{text}</span>
            </label>
          </li>
        ))}
      </ul>
      {failure ? <Alert title={toWireError(failure).error} tone="bad" /> : null}
      <div className="flex flex-wrap gap-2">
        {choices.map(([status, label]) => (
          <Button
            disabled={settle.isPending}
            key={status}
            onClick={() => settle.mutate({ id: goal.id, status })}
            size="small"
            variant="secondary"
          >
            {label}
            <span className="sr-only">: {goal.title}</span>
          </Button>
        ))}
        <Button onClick={onEdit} size="small" variant="ghost">
          Edit<span className="sr-only"> “{goal.title}”</span>
        </Button>
        <ConfirmDialog
          confirm={["Remove", "Removing…"]}
          description={goal.title}
          mutation={{
            mutate: (options) => remove.mutate({ id: goal.id }, options),
            reset: remove.reset,
            isPending: remove.isPending,
            error: remove.error,
          }}
          onClosed={onGone}
          onDone={refresh}
          title="Remove this goal with its milestones?"
          trigger={
            <Button size="small" variant="ghost">
              Remove<span className="sr-only"> “{goal.title}”</span>
            </Button>
          }
        />
      </div>
    </div>
  );
}
