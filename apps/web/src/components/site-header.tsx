import type { RouterOutputs } from "@sundial/api";
import type { PersonSession } from "@sundial/auth";
import { CircleUserRound } from "lucide-react";
import Link from "next/link";
import { ProgramLogo } from "./logo";
import { MainNav } from "./main-nav";
import { NotificationBell } from "./notification-bell";
import { SessionKeeper } from "./session-keeper";
import { SignOutButton } from "./sign-out-button";
import { ThemeToggle } from "./theme";
import { Button } from "./ui/button";

interface SiteHeaderProps {
  actor: PersonSession | null;
  program: Pick<RouterOutputs["program"]["about"], "name" | "signUpPolicy" | "logoDigest">;
}

export function SiteHeader({ actor, program }: SiteHeaderProps) {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 sm:px-6">
        <Link
          className="mr-auto flex min-w-0 max-w-full items-center gap-2 rounded-control py-1 font-display text-xl"
          href="/"
        >
          <ProgramLogo digest={program.logoDigest} />
          <span className="min-w-0 max-[22rem]:sr-only">{program.name}</span>
        </Link>
        {actor ? <MainNav actor={actor} /> : null}
        <ThemeToggle />
        {actor ? (
          <>
            <SessionKeeper />
            <NotificationBell />
            <Link
              aria-label="Account"
              className="grid size-11 place-items-center rounded-control hover:bg-sunken"
              href="/account"
            >
              <CircleUserRound aria-hidden className="size-5" />
            </Link>
            <SignOutButton />
          </>
        ) : (
          <>
            <Button asChild size="small" variant="ghost">
              <Link href="/sign-in">Sign in</Link>
            </Button>
            {program.signUpPolicy === "invitation" ? null : (
              <Button asChild size="small">
                <Link href="/sign-up">Sign up</Link>
              </Button>
            )}
          </>
        )}
      </div>
    </header>
  );
}
