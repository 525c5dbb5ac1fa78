"use client";

import Link from "next/link";
import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { api } from "~/trpc/client";
import { MenteeForm } from "./mentee-form";
import { MentorForm } from "./mentor-form";

/** The part of the profile that belongs to the person's role; program staff have none. */
export function ProfileSection() {
  const [profile] = api.profile.me.useSuspenseQuery();
  const [saved, setSaved] = useState<"created" | "updated" | null>(null);
  if (profile.role !== "mentee" && profile.role !== "mentor") return null;
  const isNew = profile.menteeProfile === null && profile.mentorProfile === null;
  return (
    <section aria-labelledby="profile-heading">
      <Card className="grid gap-5">
        <div className="grid gap-1">
          <h2 className="text-2xl" id="profile-heading">
            {profile.role === "mentee" ? "What you want to learn" : "What mentees see"}
          </h2>
          {isNew ? (
            <p className="text-muted">
              {profile.role === "mentee"
                ? "Mentors read this before you meet. You need it to book your first session."
                : "Mentees find you by this."}
            </p>
          ) : null}
        </div>
        {saved === "created" && profile.role === "mentee" ? (
          <Alert title="Your profile is ready." tone="good">
            <Link className="font-semibold underline" href="/mentors">
              Find a mentor
            </Link>
          </Alert>
        ) : null}
        {saved !== null && !(saved === "created" && profile.role === "mentee") ? (
          <Alert title="Saved." tone="good" />
        ) : null}
        {profile.role === "mentee" ? (
          <MenteeForm onSaved={setSaved} profile={profile.menteeProfile} />
        ) : (
          <MentorForm onSaved={setSaved} profile={profile.mentorProfile} />
        )}
      </Card>
    </section>
  );
}
