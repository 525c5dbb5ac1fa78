import type { MentorApplicationStatus } from "@sundial/validators";
import { Badge } from "~/components/ui/badge";
import { mentorApplicationStatusLabels } from "~/lib/labels";

const tones = { pending: "sun", approved: "good", declined: "bad", withdrawn: "neutral" } as const;

export function ApplicationStatus({ status }: { status: MentorApplicationStatus }) {
  return <Badge tone={tones[status]}>{mentorApplicationStatusLabels[status]}</Badge>;
}
