"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { api } from "~/trpc/client";
import { DeleteProfileDialog } from "./delete-profile-dialog";
import { MenteeForm } from "./mentee-form";
import { MentorForm } from "./mentor-form";
import { ProfilePreview } from "./profile-preview";

/**
 * The part of the profile that belongs to the person's role; program staff have none. `next` is
 * where a mentee goes after completing it.
 */
export function ProfileSection({ next }: { next: string }) {
  const router = useRouter();
  const [profile] = api.profile.me.useSuspenseQuery();
  const [saved, setSaved] = useState<"created" | "updated" | null>(null);
  // A new form after each deletion, without the deleted profile's text.
  const [deletions, setDeletions] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  if (profile.role !== "mentee" && profile.role !== "mentor") return null;
  const isNew = profile.menteeProfile === null && profile.mentorProfile === null;
  const [title, lead] =
    profile.role === "mentee"
      ? [
          "What you want to learn",
          "Mentors read this before you meet. You need it to book your first session.",
        ]
      : ["What mentees see", "Mentees use this to find you."];
  return (
    <>
      <SectionCard headingRef={heading} lead={isNew ? lead : undefined} title={title}>
        {saved === "created" && profile.role === "mentee" ? (
          <Alert title="Your profile is ready." tone="good">
            <Link className="font-semibold underline" href={next}>
              {next === "/mentors" ? "Find a mentor" : "Back to your booking"}
            </Link>
          </Alert>
        ) : null}
        {saved !== null && !(saved === "created" && profile.role === "mentee") ? (
          <Alert title="Saved." tone="good" />
        ) : null}
        {isNew && deletions > 0 ? <Alert title="Your profile was deleted." tone="good" /> : null}
        {profile.role === "mentee" ? (
          <MenteeForm
            key={deletions}
            onSaved={(what) => {
              setSaved(what);
              // People who came here on the way to something continue to it.
              if (what === "created" && next !== "/mentors") router.push(next);
            }}
            profile={profile.menteeProfile}
          />
        ) : (
          <MentorForm
            key={deletions}
            onSaved={setSaved}
            profile={profile.mentorProfile}
            suggestedExpertise={profile.suggestedExpertise}
          />
        )}
        {isNew ? null : (
          <DeleteProfileDialog
            kind={profile.role}
            onDeleted={() => {
              setSaved(null);
              setDeletions(deletions + 1);
              heading.current?.focus();
            }}
          />
        )}
      </SectionCard>
      {isNew ? null : <ProfilePreview kind={profile.role} />}
    </>
  );
}
