import type { PersonSession } from "@sundial/auth";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import { PageHeader } from "~/components/page-header";
import { SetUp } from "~/components/set-up";
import { getActor, getFormats } from "~/trpc/server";
import { Landing } from "./_components/landing";
import { TodayOfMentee } from "./_components/today/of-mentee";
import { TodayOfMentor } from "./_components/today/of-mentor";
import { TodayOfStaff } from "./_components/today/of-staff";

export async function generateMetadata(): Promise<Metadata> {
  const actor = await getActor().catch(() => null);
  return actor ? { title: "Today" } : {};
}

const pages = {
  mentee: TodayOfMentee,
  mentor: TodayOfMentor,
  pm: TodayOfStaff,
  admin: TodayOfStaff,
} as const;

/** Today, for people who are signed in; what this is, for everyone else. */
export default async function HomePage() {
  // With the database down, everyone is a visitor.
  const actor = await getActor().catch(() => null);
  return actor ? <Today actor={actor} /> : <Landing />;
}

async function Today({ actor }: { actor: PersonSession }) {
  const formats = await getFormats();
  const now = new Date();
  const Page = pages[actor.role];
  return (
    <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-8">
      <PageHeader
        lead={`${formats.fullDay(now, actor.timeZone)}. Times in ${cityOf(actor.timeZone)}.`}
        title="Today"
      />
      <SetUp actor={actor} />
      <Page actor={actor} now={now} />
    </div>
  );
}
