"use client";

import { type SetUpStep, setUpStep } from "@sundial/validators";
import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { api } from "~/trpc/client";
import { SectionCard } from "./section-card";
import { Alert } from "./ui/alert";

const steps: Record<SetUpStep, { label: string; about: string; href: string }> = {
  profile: {
    label: "Write your mentor profile",
    about: "Mentees choose you by what you know and say about yourself.",
    href: "/profile",
  },
  hours: {
    label: "Set your hours",
    about: "When mentees can book you, in your own time zone.",
    href: "/availability",
  },
  location: {
    label: "Say where you meet",
    about: "A meeting link or a place.",
    href: "/availability#settings-location",
  },
};

/** What a mentor still has to do before anyone can book them; nothing once all is done. */
export function SetUpCard() {
  const [{ missing }] = api.mentor.mySetUp.useSuspenseQuery();
  const [hadSteps] = useState(missing.length > 0);
  if (missing.length === 0) {
    if (!hadSteps) return null;
    return (
      <Alert title="You're set up." tone="good">
        Mentees can find and book you while you take bookings.{" "}
        <Link className="underline" href="/mentors">
          See the directory
        </Link>
      </Alert>
    );
  }
  const done = setUpStep.options.length - missing.length;
  return (
    <SectionCard
      lead={`Mentees can't find or book you yet. ${done} of ${setUpStep.options.length} steps are done.`}
      title="Set up your office hours"
    >
      <ol className="grid gap-4">
        {setUpStep.options.map((step) => (
          <Step isMissing={missing.includes(step)} key={step} step={step} />
        ))}
      </ol>
    </SectionCard>
  );
}

function Step({ step, isMissing }: { step: SetUpStep; isMissing: boolean }) {
  const { label, about, href } = steps[step];
  const Icon = isMissing ? Circle : CircleCheck;
  return (
    <li className="flex gap-3">
      <Icon
        aria-hidden
        className={
          isMissing ? "mt-0.5 size-5 shrink-0 text-muted" : "mt-0.5 size-5 shrink-0 text-good"
        }
      />
      <div className="grid gap-0.5">
        {isMissing ? (
          <Link className="justify-self-start font-semibold underline" href={href}>
            {label}
          </Link>
        ) : (
          <p>
            {label} <span className="font-medium text-good text-sm">Done</span>
          </p>
        )}
        {isMissing ? <p className="text-muted text-sm">{about}</p> : null}
      </div>
    </li>
  );
}
