import type { UserStatus } from "@sundial/validators";
import { Badge } from "~/components/ui/badge";
import { userStatusLabels } from "~/lib/labels";

const tones = { active: "good", inactive: "neutral", suspended: "bad" } as const;

export function MemberStatus({ status }: { status: UserStatus }) {
  return <Badge tone={tones[status]}>{userStatusLabels[status]}</Badge>;
}
