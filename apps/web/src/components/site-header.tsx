import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import { CircleUserRound } from "lucide-react";
import Link from "next/link";
import { sessionsLabel } from "~/lib/labels";
import { Logo } from "./logo";
import { NavLink } from "./nav-link";
import { SessionKeeper } from "./session-keeper";
import { SignOutButton } from "./sign-out-button";
import { ThemeToggle } from "./theme";
import { Button } from "./ui/button";

export function SiteHeader({ actor }: { actor: PersonSession | null }) {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 sm:px-6">
        <Link
          className="mr-auto flex items-center gap-2 rounded-control py-1 font-display text-xl"
          href="/"
        >
          <Logo />
          <span className="max-[22rem]:sr-only">Sundial</span>
        </Link>
        {actor ? (
          <nav
            aria-label="Main"
            // A separate row on phones, with its text aligned to the logo.
            className="order-last -mx-2 flex grow basis-full flex-wrap gap-x-1 md:order-none md:mx-0 md:grow-0 md:basis-auto"
          >
            {can(actor, "mentor:read") ? <NavLink href="/mentors">Mentors</NavLink> : null}
            <NavLink href="/sessions">{sessionsLabel(actor)}</NavLink>
            {can(actor, "availability:edit") ? (
              <NavLink href="/availability">Availability</NavLink>
            ) : null}
            {can(actor, "member:list") ? <NavLink href="/people">People</NavLink> : null}
            {can(actor, "serviceAccount:read") ? (
              <NavLink href="/service-accounts">Services</NavLink>
            ) : null}
            {can(actor, "audit:read") ? <NavLink href="/audit">Audit</NavLink> : null}
            {can(actor, "webhook:read") ? <NavLink href="/webhooks">Webhooks</NavLink> : null}
            {can(actor, "self:update") ? <NavLink href="/profile">Profile</NavLink> : null}
          </nav>
        ) : null}
        <ThemeToggle />
        {actor ? (
          <>
            <SessionKeeper />
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
            <Button asChild size="small">
              <Link href="/sign-up">Sign up</Link>
            </Button>
          </>
        )}
      </div>
    </header>
  );
}
