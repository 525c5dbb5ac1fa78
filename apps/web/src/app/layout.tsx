import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { FormatsProvider } from "~/components/formats";
import { InactiveNotice } from "~/components/inactive-notice";
import { SiteHeader } from "~/components/site-header";
import { ThemeProvider } from "~/components/theme";
import { ZoneNotice } from "~/components/zone-notice";
import { developmentOutbox } from "~/server/server";
import { ApiProvider } from "~/trpc/client";
import { getActor, getFormatSettings } from "~/trpc/server";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Sundial: mentoring office hours", template: "%s · Sundial" },
  description: "Mentors publish their office hours. Mentees find a mentor and book a session.",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Decoration, not a gate: each page does its own check. With the database down, the page still
  // renders.
  const actor = await getActor().catch(() => null);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <a
          className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-control focus:bg-surface focus:p-3"
          href="#main"
        >
          Skip to content
        </a>
        <ThemeProvider nonce={nonce}>
          <ApiProvider>
            <FormatsProvider settings={await getFormatSettings()}>
              <SiteHeader actor={actor} />
              {actor?.status === "inactive" ? <InactiveNotice /> : null}
              {actor && can(actor, "self:update") ? (
                <ZoneNotice accountZone={actor.timeZone} key={actor.timeZone} />
              ) : null}
              <main
                className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 sm:px-6 sm:py-12"
                id="main"
              >
                {children}
              </main>
              <footer className="border-line border-t px-4 py-6 text-center text-muted text-sm">
                Sundial shows everyone their own time zone.
                {developmentOutbox() ? (
                  <>
                    {" "}
                    <Link className="underline" href="/outbox">
                      Development inbox
                    </Link>
                  </>
                ) : null}
              </footer>
            </FormatsProvider>
          </ApiProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
