import { can, rolesToInvite } from "@sundial/auth/permissions";
import { invitationState } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { Options } from "~/components/ui/field";
import { FilterForm, FilterInput, FilterSelect } from "~/components/ui/filter-form";
import { pathWith } from "~/lib/address";
import { invitationStateLabels } from "~/lib/labels";
import { api, orNotFound, requireActor } from "~/trpc/server";
import { InvitationList } from "../_components/invitation-list";
import { readInvitationQuery } from "../_components/invitation-query";
import { InviteForm } from "../_components/invite-form";

export const metadata: Metadata = { title: "Invitations" };

export default async function InvitationsPage({ searchParams }: PageProps<"/invitations">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/invitations", search));
  if (!can(actor, "invitation:read")) notFound();
  const query = readInvitationQuery(search);
  const page = await orNotFound(api.invitation.list(query));
  const roles = rolesToInvite(actor);
  return (
    <div className="mx-auto grid max-w-4xl gap-8">
      <PageHeader
        lead={`${waitingOf(page.waiting)} Links work once, for 14 days. Times in ${cityOf(actor.timeZone)} time.`}
        title="Invitations"
      />
      {roles.length > 0 ? (
        <SectionCard
          lead={
            <>
              They get an email with a link. To invite many people,{" "}
              <Link className="underline" href="/invitations/import">
                import a file
              </Link>
              .
            </>
          }
          title="Invite someone"
        >
          <InviteForm roles={roles} />
        </SectionCard>
      ) : null}
      <FilterForm
        action="/invitations"
        className="grid items-end gap-4 sm:grid-cols-[12rem_minmax(0,1fr)_auto]"
        query={query}
      >
        <FilterSelect label="State" name="state" value={query.state}>
          <Options labels={invitationStateLabels} values={invitationState.options} />
        </FilterSelect>
        <FilterInput defaultValue={query.email} label="Whole address" name="email" type="email" />
        <Button type="submit" variant="secondary">
          Show
        </Button>
      </FilterForm>
      <InvitationList page={page} query={query} zone={actor.timeZone} />
    </div>
  );
}

function waitingOf(count: number): string {
  if (count === 0) return "Nobody has an invitation waiting.";
  if (count === 1) return "1 person hasn't answered yet.";
  return `${count === 100 ? "100 or more" : count} people haven't answered yet.`;
}
