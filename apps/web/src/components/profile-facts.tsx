import type { RouterOutputs } from "@sundial/api";
import { experienceLevelLabels, learningStyleLabels, weeklyHoursLabels } from "@sundial/validators";
import { languageLabel } from "~/lib/labels";

type Brief = RouterOutputs["officeSession"]["brief"];

interface ProfileFactsProps {
  mentor: Brief["mentor"];
  mentee: Brief["mentee"];
  /** What to say when nothing is shown. */
  empty: string;
}

/** What a reader may see of a profile. Hidden and empty fields are left out. */
export function ProfileFacts({ mentor, mentee, empty }: ProfileFactsProps) {
  const facts = [...mentorFacts(mentor), ...menteeFacts(mentee)].filter(
    ([, value]) => value !== "",
  );
  if (facts.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <dl className="grid gap-4">
      {facts.map(([term, value]) => (
        <div className="grid gap-1 sm:grid-cols-[8rem_minmax(0,1fr)]" key={term}>
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 whitespace-pre-line [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function mentorFacts(mentor: Brief["mentor"]) {
  if (mentor === null) return [];
  return [
    ["Headline", mentor.headline ?? ""],
    ["About", mentor.bio ?? ""],
    ["Expertise", mentor.expertise.map(({ label }) => label).join(", ")],
    ["Languages", mentor.languages.map(languageLabel).join(", ")],
  ] as const;
}

function menteeFacts(mentee: Brief["mentee"]) {
  if (mentee === null) return [];
  const { experienceLevel, weeklyHours, learningStyle } = mentee;
  return [
    ["Goals", mentee.goals ?? ""],
    ["Background", mentee.background ?? ""],
    ["Experience", experienceLevel === null ? "" : experienceLevelLabels[experienceLevel]],
    ["Interests", mentee.interests.join(", ")],
    ["Time per week", weeklyHours === null ? "" : weeklyHoursLabels[weeklyHours]],
    ["Learns best by", learningStyle === null ? "" : learningStyleLabels[learningStyle]],
  ] as const;
}
