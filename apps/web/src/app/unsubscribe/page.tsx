import type { Unsubscribable } from "@sundial/api";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "~/components/page-header";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { notificationLabel } from "~/lib/notification-labels";
import { unsubscribeLink } from "~/server/server";

export const metadata: Metadata = { title: "Unsubscribe", referrer: "no-referrer" };

/**
 * The target of the links in emails, for people who may not be signed in. Opening it changes
 * nothing, because mail programs do that, too. The form works without a script.
 */
export default async function UnsubscribePage({ searchParams }: PageProps<"/unsubscribe">) {
  const { token, done } = await searchParams;
  const about = typeof token === "string" ? await read(token) : null;
  return (
    <div className="mx-auto grid max-w-xl gap-8">
      <PageHeader title="Unsubscribe" />
      <Card className="grid gap-5">
        {about === null ? (
          <Alert title="This link isn't valid. Use the one in the email." tone="bad" />
        ) : done === "1" ? (
          <Alert title="You won't get these emails anymore." tone="good">
            {nameOf(about)}
          </Alert>
        ) : (
          <>
            <p>You won't get emails about this anymore:</p>
            <p className="font-semibold">{nameOf(about)}</p>
            <form
              action={`/api/unsubscribe?${new URLSearchParams({ token: String(token), from: "page" })}`}
              method="post"
            >
              <Button type="submit">Unsubscribe</Button>
            </form>
          </>
        )}
        <p className="text-muted">
          To choose what you hear of, and when, open{" "}
          <Link className="underline" href="/notifications/choices">
            your notification choices
          </Link>
          .
        </p>
      </Card>
    </div>
  );
}

const nameOf = (about: Unsubscribable) =>
  about === "digest" ? "Everything that comes in your daily summary" : notificationLabel(about);

async function read(token: string): Promise<Unsubscribable | null> {
  try {
    return (await unsubscribeLink(token)).about;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "INVALID_LINK") return null;
    throw error;
  }
}
