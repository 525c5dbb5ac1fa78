import { HOUR } from "@sundial/validators/durations";
import { formatTimeLeft } from "@sundial/validators/time";
import type { ReactNode } from "react";
import { SectionCard } from "~/components/section-card";
import { Badge } from "~/components/ui/badge";
import { api, getFormats } from "~/trpc/server";

/** Whether the installation does its work, for those who can mend it. */
export async function Installation({ now, zone }: { now: Date; zone: string }) {
  const [{ worker, email, webhooks, version }, formats] = await Promise.all([
    api.health.installation(),
    getFormats(),
  ]);
  const { ranAt, late } = worker;
  const isAlive = ranAt !== null && late.length === 0;
  const waits = email.oldestDueAt;
  const isMailFine =
    email.failed === 0 && (waits === null || now.getTime() - waits.getTime() < HOUR);
  const isTold = webhooks.troubledEndpoints === 0 && webhooks.failedDeliveries === 0;
  return (
    <SectionCard title="Installation">
      <dl className="grid gap-4 sm:grid-cols-2">
        <Fact isFine={isAlive} name="Background work">
          {ranAt === null
            ? "It has not run yet."
            : late.length > 0
              ? `Late: ${late.join(", ")}. Last run ${formats.shortDateTime(ranAt, zone)}.`
              : "Everything ran within the last ten minutes."}
        </Fact>
        <Fact isFine={isMailFine} name="Emails">
          {waits ? `The oldest has waited for ${formatTimeLeft(now, waits)}. ` : "None waits. "}
          {email.failed === 0
            ? "None failed in the last 7 days."
            : `Failed in the last 7 days: ${counted(email.failed)}.`}
        </Fact>
        <Fact isFine={isTold} name="Webhooks">
          {webhooks.troubledEndpoints === 0
            ? "All endpoints answer. "
            : `Endpoints in trouble: ${webhooks.troubledEndpoints}. `}
          {webhooks.failedDeliveries === 0
            ? "No delivery failed in the last 7 days."
            : `Failed deliveries in the last 7 days: ${counted(webhooks.failedDeliveries)}.`}
        </Fact>
        <Fact isFine name="Version">
          {version}
        </Fact>
      </dl>
    </SectionCard>
  );
}

const counted = (count: number) => (count >= 100 ? "100 or more" : String(count));

function Fact({ name, isFine, children }: { name: string; isFine: boolean; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="flex flex-wrap items-center gap-2 font-semibold">
        {name} <Badge tone={isFine ? "good" : "bad"}>{isFine ? "Fine" : "Needs a look"}</Badge>
      </dt>
      <dd className="text-muted [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
