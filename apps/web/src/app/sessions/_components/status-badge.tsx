import { Badge } from "~/components/ui/badge";
import { officeSessionStatusLabels } from "~/lib/labels";
import type { OfficeSession } from "~/trpc/types";

const tones = {
  requested: "sun",
  scheduled: "good",
  completed: "neutral",
  cancelled: "bad",
  declined: "bad",
  expired: "neutral",
  no_show: "bad",
} as const;

export function StatusBadge({ session }: { session: Pick<OfficeSession, "status" | "disputed"> }) {
  if (session.disputed) return <Badge tone="sun">Disputed</Badge>;
  return <Badge tone={tones[session.status]}>{officeSessionStatusLabels[session.status]}</Badge>;
}
