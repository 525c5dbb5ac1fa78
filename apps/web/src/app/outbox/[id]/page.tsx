import { readOutboxEmail } from "@sundial/api";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { PageHeader } from "~/components/page-header";
import { Alert } from "~/components/ui/alert";
import { developmentOutbox } from "~/server/server";

export const metadata: Metadata = { title: "Email" };

export default async function OutboxEmailPage({ params }: PageProps<"/outbox/[id]">) {
  const outbox = developmentOutbox();
  if (outbox === null) notFound();
  const shown = await readOutboxEmail(outbox, (await params).id);
  if (shown === null) notFound();
  const { recipient, template, state, email } = shown;
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="justify-self-start underline" href="/outbox">
        Outbox
      </Link>
      <PageHeader
        lead={`From ${outbox.from.name} <${outbox.from.address}> to ${email?.to ?? recipient}`}
        title={email?.subject ?? template}
      />
      {email === null ? (
        <Alert title={`Content deleted: ${state}`}>
          We delete the content of an email once it is sent, dropped or given up.
        </Alert>
      ) : (
        <>
          {/* Its links open in this window; it runs no scripts. */}
          <iframe
            className="h-160 w-full rounded-card border border-line"
            sandbox="allow-top-navigation-by-user-activation"
            srcDoc={email.html.replace("<head>", '<head><base target="_top">')}
            title="Email preview"
          />
          <Part title="Plain text">{email.text}</Part>
          {email.invitation ? (
            <Part title={`Calendar, ${email.invitation.method}`}>{email.invitation.content}</Part>
          ) : null}
        </>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="rounded-card border border-line bg-surface p-4">
      <summary className="font-semibold">{title}</summary>
      <pre className="mt-3 overflow-x-auto whitespace-pre-wrap text-sm">{children}</pre>
    </details>
  );
}
