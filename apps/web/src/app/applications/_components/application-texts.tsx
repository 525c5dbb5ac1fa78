import { Badge } from "~/components/ui/badge";

interface ApplicationTextsProps {
  application: { expertise: string[]; experience: string; why: string };
}

/** What an applicant wrote. */
export function ApplicationTexts({ application }: ApplicationTextsProps) {
  const { expertise, experience, why } = application;
  return (
    <dl className="grid gap-4">
      <div className="grid gap-1">
        <dt className="text-muted text-sm">Expertise</dt>
        <dd>
          <ul className="flex flex-wrap gap-1.5">
            {expertise.map((label) => (
              <li key={label}>
                <Badge tone="sun">{label}</Badge>
              </li>
            ))}
          </ul>
        </dd>
      </div>
      <Written term="Experience" text={experience} />
      <Written term="Why mentor" text={why} />
    </dl>
  );
}

function Written({ term, text }: { term: string; text: string }) {
  return (
    <div className="grid gap-1">
      <dt className="text-muted text-sm">{term}</dt>
      <dd className="whitespace-pre-line [overflow-wrap:anywhere]">{text}</dd>
    </div>
  );
}
