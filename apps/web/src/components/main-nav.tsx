import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import type { Permission } from "@sundial/validators";
import { cn } from "~/lib/cn";
import { sessionsLabel } from "~/lib/labels";
import { NavLink } from "./nav-link";
import { NavMore } from "./nav-more";

interface Entry {
  href: string;
  label: string | ((actor: PersonSession) => string);
  /** Who has the link; everyone without one. */
  needs?: Permission;
}

/** What people come for each day. */
const daily: readonly Entry[] = [
  { href: "/", label: "Today" },
  { href: "/dashboard", label: "Dashboard", needs: "dashboard:read" },
  { href: "/stuck", label: "Stuck", needs: "stuck:read" },
  { href: "/mentors", label: "Mentors", needs: "mentor:read" },
  { href: "/sessions", label: sessionsLabel },
  { href: "/disputes", label: "Disputes", needs: "session:correct" },
  { href: "/goals", label: "Goals", needs: "goal:write" },
  { href: "/availability", label: "Availability", needs: "availability:edit" },
  { href: "/people", label: "People", needs: "member:list" },
];

/** What staff come for now and then. */
const seldom: readonly Entry[] = [
  { href: "/applications", label: "Applications", needs: "mentorApplication:read" },
  { href: "/invitations", label: "Invitations", needs: "invitation:read" },
  { href: "/reports", label: "Reports", needs: "misuseReport:read" },
  { href: "/objections", label: "Objections", needs: "reliability:list" },
  { href: "/audit", label: "Audit", needs: "audit:read" },
  { href: "/service-accounts", label: "Services", needs: "serviceAccount:read" },
  { href: "/webhooks", label: "Webhooks", needs: "webhook:read" },
  { href: "/settings", label: "Settings", needs: "program:read" },
];

const profile: Entry = { href: "/profile", label: "Profile", needs: "self:update" };

/** The pages that somebody may open; for staff, some of them in a menu. */
export function MainNav({ actor }: { actor: PersonSession }) {
  const allowed = (entries: readonly Entry[]) =>
    entries
      .filter(({ needs }) => needs === undefined || can(actor, needs))
      .map(({ href, label }) => ({
        href,
        label: typeof label === "string" ? label : label(actor),
      }));
  const more = allowed(seldom);
  const links = allowed(more.length > 0 ? daily : [...daily, profile]);
  return (
    <nav
      aria-label="Main"
      // A separate row on narrow screens, with its text aligned to the logo. Staff have more links
      // than fit next to it on most screens.
      className={cn(
        "order-last -mx-2 flex grow basis-full flex-wrap gap-x-1",
        more.length > 0
          ? "lg:order-none lg:mx-0 lg:grow-0 lg:basis-auto"
          : "md:order-none md:mx-0 md:grow-0 md:basis-auto",
      )}
    >
      {links.map(({ href, label }) => (
        <NavLink href={href} key={href}>
          {label}
        </NavLink>
      ))}
      {more.length > 0 ? <NavMore links={[...more, ...allowed([profile])]} /> : null}
    </nav>
  );
}
