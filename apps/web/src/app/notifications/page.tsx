import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "~/components/page-header";
import { Button } from "~/components/ui/button";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { NotificationList } from "./_components/notification-list";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage() {
  const actor = await requireActor("/notifications");
  const mayChoose = can(actor, "self:update");
  await Promise.all([
    api.notification.list.prefetchInfinite({}),
    api.notification.unread.prefetch(),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <PageHeader
          lead="What happened that concerns you, for the last 90 days."
          title="Notifications"
        />
        {mayChoose ? (
          <Button asChild className="justify-self-start" size="small" variant="secondary">
            <Link href="/notifications/choices">Choose what you hear of</Link>
          </Button>
        ) : null}
        <NotificationList mayMark={mayChoose} />
      </div>
    </HydrateClient>
  );
}
