"use client";

import { useState } from "react";
import { ProfileFacts } from "~/components/profile-facts";
import { SectionCard } from "~/components/section-card";
import { Field, Options, Select } from "~/components/ui/field";
import { api } from "~/trpc/client";

const readers = {
  mentee: { sessions: "A mentor I have a session with", everyone: "Everyone else" },
  mentor: { sessions: "A mentee I have a session with", everyone: "Everyone else" },
} as const;

/** The saved profile as others see it. The server decides, with what it decides their pages with. */
export function ProfilePreview({ kind }: { kind: "mentee" | "mentor" }) {
  const [preview] = api.profile.preview.useSuspenseQuery();
  const [reader, setReader] = useState<keyof typeof preview>("sessions");
  const { mentorProfile, menteeProfile } = preview[reader];
  if (mentorProfile === null && menteeProfile === null) return null;
  return (
    <SectionCard
      lead="Your profile as it's saved. Program staff see all of it."
      title={kind === "mentee" ? "What a mentor sees" : "What a mentee sees"}
    >
      <Field id="preview-reader" label="Seen by">
        <Select
          id="preview-reader"
          onChange={({ target }) =>
            setReader(target.value === "everyone" ? "everyone" : "sessions")
          }
          value={reader}
        >
          <Options labels={readers[kind]} values={["sessions", "everyone"] as const} />
        </Select>
      </Field>
      <div aria-live="polite">
        <ProfileFacts
          empty="Nothing of your profile."
          mentee={kind === "mentee" ? menteeProfile : null}
          mentor={kind === "mentor" ? mentorProfile : null}
        />
      </div>
    </SectionCard>
  );
}
