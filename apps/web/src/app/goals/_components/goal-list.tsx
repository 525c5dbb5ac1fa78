"use client";

import { useRef, useState } from "react";
import { SectionCard } from "~/components/section-card";
import { api } from "~/trpc/client";
import { GoalCard } from "./goal-card";
import { GoalForm } from "./goal-form";

/** The reader's goals, open ones first. */
export function GoalList() {
  const [{ items }] = api.goal.list.useSuspenseQuery({});
  const [editing, setEditing] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const done = () => {
    setEditing(null);
    heading.current?.focus();
  };
  return (
    <>
      <SectionCard headingRef={heading} title="Your goals">
        {items.length === 0 ? (
          <p className="text-muted">No goals yet. Write down what you'd like to reach first.</p>
        ) : null}
        <ul className="grid gap-6">
          {items.map((goal) => (
            <li className="border-line border-b pb-6 last:border-0 last:pb-0" key={goal.id}>
              {editing === goal.id ? (
                <GoalForm goal={goal} onCancel={done} onDone={done} />
              ) : (
                <GoalCard goal={goal} onEdit={() => setEditing(goal.id)} onGone={done} />
              )}
            </li>
          ))}
        </ul>
      </SectionCard>
      {editing === null ? (
        <SectionCard title="New goal">
          <GoalForm goal={null} onDone={() => heading.current?.focus()} />
        </SectionCard>
      ) : null}
    </>
  );
}
