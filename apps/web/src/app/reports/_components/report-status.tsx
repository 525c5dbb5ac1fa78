import type { MisuseOutcome } from "@sundial/validators";
import { Badge } from "~/components/ui/badge";
import { misuseOutcomeLabels } from "~/lib/labels";

/** Open, or how it was decided. */
export function ReportStatus({ outcome }: { outcome: MisuseOutcome | null }) {
  if (outcome === null) return <Badge tone="sun">Open</Badge>;
  return (
    <Badge tone={outcome === "action_taken" ? "good" : "neutral"}>
      {misuseOutcomeLabels[outcome]}
    </Badge>
  );
}
