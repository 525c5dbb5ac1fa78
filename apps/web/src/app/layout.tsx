import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { FormatsProvider } from "~/components/formats";
import { InactiveNotice } from "~/components/inactive-notice";
import { SiteFooter } from "~/components/site-footer";
import { SiteHeader } from "~/components/site-header";
import { ThemeProvider } from "~/components/theme";
import { ZoneNotice } from "~/components/zone-notice";
import { developmentOutbox } from "~/server/server";
import { serverZoneRules } from "~/server/zone-rules";
import { ApiProvider } from "~/trpc/client";
import { getActor, getFormatSettings, getProgram } from "~/trpc/server";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const { name } = await getProgram();
  return {
    title: { default: `${name}: mentoring office hours`, template: `%s · ${name}` },
    description: "Mentors publish their office hours. Mentees find a mentor and book a session.",
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Decoration, not a gate: each page does its own check. With the database down, the page still
  // renders.
  const [actor, program] = await Promise.all([getActor().catch(() => null), getProgram()]);
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
            <FormatsProvider
              rules={actor ? serverZoneRules(actor.timeZone, new Date()) : null}
              settings={await getFormatSettings()}
            >
              <SiteHeader actor={actor} program={program} />
              {actor?.status === "inactive" ? <InactiveNotice /> : null}
              {actor && can(actor, "self:update") ? (
                <ZoneNotice
                  accountZone={actor.timeZone}
                  key={actor.timeZone}
                  program={program.name}
                />
              ) : null}
              <main
                className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 sm:px-6 sm:py-12"
                id="main"
              >
                {children}
              </main>
              <SiteFooter hasInbox={developmentOutbox() !== null} program={program} />
            </FormatsProvider>
          </ApiProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
