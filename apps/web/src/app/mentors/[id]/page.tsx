import type { RouterOutputs } from "@sundial/api";
import { can } from "@sundial/auth/permissions";
import { OPEN_SLOTS_MAX_DAYS } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache, type ReactNode } from "react";
import { Avatar } from "~/components/avatar";
import { AverageRating } from "~/components/rating";
import { ReportLink } from "~/components/report-link";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Card } from "~/components/ui/card";
import { pathWith } from "~/lib/address";
import { languageLabel } from "~/lib/labels";
import { monthOf, rangeOfMonth } from "~/lib/month";
import { api, getActor, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { findUsualStart, readUsualTime } from "../_components/usual-time";
import { BookingPanel } from "./_components/booking-panel";
import { readChosenSlot } from "./_components/chosen-slot";

const getMentor = cache((id: string) => orNotFound(api.mentor.byId({ id })));

export async function generateMetadata({ params }: PageProps<"/mentors/[id]">): Promise<Metadata> {
  const { id } = await params;
  const actor = await getActor();
  return { title: actor && can(actor, "mentor:read") ? (await getMentor(id)).name : "Mentor" };
}

export default async function MentorPage({ params, searchParams }: PageProps<"/mentors/[id]">) {
  const { id } = await params;
  const search = await searchParams;
  const actor = await requireActor(pathWith(`/mentors/${id}`, search));
  if (!can(actor, "mentor:read")) notFound();
  const mentor = await getMentor(id);
  if (!mentor.isBookable) {
    return (
      <Mentor mentor={mentor} viewerId={actor.id}>
        <NotBookableYet isOwn={actor.id === mentor.id} name={mentor.name} />
      </Mentor>
    );
  }
  const now = new Date();
  const usual = readUsualTime(search, mentor.durations);
  const again = usual && (await findAgain(id, usual, { now, zone: actor.timeZone }));
  const chosen =
    readChosenSlot(search, { durations: mentor.durations, now }) ?? again?.chosen ?? null;
  const month = monthOf(chosen?.start ?? mentor.nextSlot ?? now, actor.timeZone);
  const durationMinutes =
    chosen?.durationMinutes ?? usual?.durationMinutes ?? mentor.durations[0] ?? 30;
  await Promise.all([
    api.account.me.prefetch(),
    api.profile.me.prefetch(),
    api.availability.openSlots.prefetch({
      mentorId: id,
      durationMinutes,
      ...rangeOfMonth(month, actor.timeZone),
    }),
  ]);
  return (
    <HydrateClient>
      <Mentor mentor={mentor} viewerId={actor.id}>
        <BookingPanel
          again={again?.found}
          initial={chosen}
          initialMonth={month}
          mentor={mentor}
          today={now}
        />
      </Mentor>
    </HydrateClient>
  );
}

type Usual = NonNullable<ReturnType<typeof readUsualTime>>;

/** The next open start at the weekday and time of an earlier session, and how close it is. */
async function findAgain(
  mentorId: string,
  usual: Usual,
  { now, zone }: { now: Date; zone: string },
) {
  const { durationMinutes } = usual;
  const to = new Date(now.getTime() + OPEN_SLOTS_MAX_DAYS * DAY);
  const { slots } = await orNotFound(
    api.availability.openSlots({ mentorId, durationMinutes, from: now, to }),
  );
  const next = findUsualStart(slots, usual, zone);
  if (next === null) return { chosen: null, found: "none" as const };
  return {
    chosen: { start: next.start, durationMinutes },
    found: next.isExact ? ("same" as const) : ("close" as const),
  };
}

interface MentorProps {
  mentor: RouterOutputs["mentor"]["byId"];
  viewerId: string;
  /** What can be done with them. */
  children: ReactNode;
}

function Mentor({ mentor, viewerId, children }: MentorProps) {
  return (
    <div className="grid gap-8">
      <Link className="text-muted underline" href="/mentors">
        All mentors
      </Link>
      <header className="flex flex-wrap items-start gap-5">
        <Avatar className="size-20 text-3xl" image={mentor.image} name={mentor.name} />
        <div className="grid gap-2">
          <h1 className="text-4xl">{mentor.name}</h1>
          {mentor.headline ? <p className="text-lg text-muted">{mentor.headline}</p> : null}
          {mentor.rating ? <AverageRating rating={mentor.rating} /> : null}
          {mentor.expertise.length > 0 ? (
            <ul aria-label="Expertise" className="flex flex-wrap gap-1.5">
              {mentor.expertise.map(({ slug, label }) => (
                <li key={slug}>
                  <Badge tone="sun">{label}</Badge>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.9fr)]">
        <Card className="grid gap-4">
          <h2 className="text-xl">About</h2>
          {mentor.bio ? (
            <p className="whitespace-pre-line border-line border-b pb-4">{mentor.bio}</p>
          ) : null}
          <dl className="grid gap-3">
            {mentor.languages.length > 0 ? (
              <div>
                <dt className="text-muted text-sm">Languages</dt>
                <dd>{mentor.languages.map(languageLabel).join(", ")}</dd>
              </div>
            ) : null}
            <div>
              <dt className="text-muted text-sm">Session length</dt>
              <dd>{mentor.durations.map((minutes) => `${minutes} min`).join(" or ")}</dd>
            </div>
          </dl>
          {mentor.id === viewerId ? null : (
            <ReportLink about="person" person={mentor.id}>
              Report this person
            </ReportLink>
          )}
        </Card>
        {children}
      </div>
    </div>
  );
}

/** For people with a link to a mentor who isn't in the directory yet. */
function NotBookableYet({ name, isOwn }: { name: string; isOwn: boolean }) {
  if (isOwn) {
    return (
      <Alert title="Nobody can book you yet">
        <p>
          Mentees find you in the directory when your hours and the place to meet are set.{" "}
          <Link className="underline" href="/">
            See what's missing
          </Link>
        </p>
      </Alert>
    );
  }
  return (
    <Alert title={`${name} can't be booked yet`}>
      <p>
        They're still setting up their office hours. Come back in a few days, or{" "}
        <Link className="underline" href="/mentors">
          find another mentor
        </Link>
        .
      </p>
    </Alert>
  );
}
