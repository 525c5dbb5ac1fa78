import { LAPSES_OF_CONCERN, type Standing } from "@sundial/validators";
import { Badge } from "~/components/ui/badge";
import { standingLabels } from "~/lib/labels";
import type { Reliability } from "~/trpc/types";

const tones = { clear: "good", noted: "sun", concern: "bad" } as const;

interface StandingLineProps {
  standing: Standing;
  lapses: Reliability["lapses"];
  name: string;
  isOwn: boolean;
}

/** The standing as a word and as a sentence with the number it comes from. */
export function StandingLine({ standing, lapses, name, isOwn }: StandingLineProps) {
  const count = lapses.filter(({ state }) => state === "counts").length;
  const whom = isOwn ? "you" : name;
  const sentence =
    count === 0
      ? `Nothing counts against ${whom}.`
      : `${count} ${count === 1 ? "thing counts" : "things count"} against ${whom}.`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Badge tone={tones[standing]}>{standingLabels[standing]}</Badge>
      <p className="min-w-0 [overflow-wrap:anywhere]">
        {sentence}
        {standing === "concern"
          ? ` From ${LAPSES_OF_CONCERN} on, program managers may want to talk about it.`
          : null}
      </p>
    </div>
  );
}
