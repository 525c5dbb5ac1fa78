import type { RouterOutputs } from "@sundial/api";
import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import { CircleUserRound } from "lucide-react";
import Link from "next/link";
import { cn } from "~/lib/cn";
import { sessionsLabel } from "~/lib/labels";
import { ProgramLogo } from "./logo";
import { NavLink } from "./nav-link";
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
        {actor ? (
          <nav
            aria-label="Main"
            // A separate row on narrow screens, with its text aligned to the logo. Staff have more
            // links than fit next to it on any screen.
            className={cn(
              "order-last -mx-2 flex grow basis-full flex-wrap gap-x-1",
              !can(actor, "member:list") && "md:order-none md:mx-0 md:grow-0 md:basis-auto",
            )}
          >
            <NavLink href="/">Today</NavLink>
            {can(actor, "stuck:read") ? <NavLink href="/stuck">Stuck</NavLink> : null}
            {can(actor, "mentor:read") ? <NavLink href="/mentors">Mentors</NavLink> : null}
            {can(actor, "dashboard:read") ? <NavLink href="/dashboard">Dashboard</NavLink> : null}
            <NavLink href="/sessions">{sessionsLabel(actor)}</NavLink>
            {can(actor, "session:correct") ? <NavLink href="/disputes">Disputes</NavLink> : null}
            {can(actor, "goal:write") ? <NavLink href="/goals">Goals</NavLink> : null}
            {can(actor, "availability:edit") ? (
              <NavLink href="/availability">Availability</NavLink>
            ) : null}
            {can(actor, "member:list") ? <NavLink href="/people">People</NavLink> : null}
            {can(actor, "invitation:read") ? (
              <NavLink href="/invitations">Invitations</NavLink>
            ) : null}
            {can(actor, "mentorApplication:read") ? (
              <NavLink href="/applications">Applications</NavLink>
            ) : null}
            {can(actor, "misuseReport:read") ? <NavLink href="/reports">Reports</NavLink> : null}
            {can(actor, "reliability:list") ? (
              <NavLink href="/objections">Objections</NavLink>
            ) : null}
            {can(actor, "serviceAccount:read") ? (
              <NavLink href="/service-accounts">Services</NavLink>
            ) : null}
            {can(actor, "audit:read") ? <NavLink href="/audit">Audit</NavLink> : null}
            {can(actor, "webhook:read") ? <NavLink href="/webhooks">Webhooks</NavLink> : null}
            {can(actor, "program:read") ? <NavLink href="/settings">Settings</NavLink> : null}
            {can(actor, "self:update") ? <NavLink href="/profile">Profile</NavLink> : null}
          </nav>
        ) : null}
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
