import { listMentorsInput } from "@sundial/validators";
import type { Metadata } from "next";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { MentorFilters } from "../_components/mentor-filters";
import { MentorList } from "../_components/mentor-list";

export const metadata: Metadata = { title: "Mentors" };

export default async function MentorsPage({ searchParams }: PageProps<"/mentors">) {
  await requireActor("/mentors");
  const query = toQuery(await searchParams);
  await Promise.all([
    api.mentor.list.prefetchInfinite(query),
    api.mentor.filters.prefetch(),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="grid gap-8">
        <PageHeader
          lead="Search by what you want to learn, then pick a time that suits you both."
          title="Find a mentor"
        />
        <MentorFilters query={query} />
        <MentorList query={query} />
      </div>
    </HydrateClient>
  );
}

/** The filters in the address; what makes no sense there is ignored, not an error. */
function toQuery(params: Awaited<PageProps<"/mentors">["searchParams"]>) {
  const { search, expertise, language } = listMentorsInput.shape;
  const read = (name: string) => {
    const value = params[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    search: search.safeParse(read("search")).data,
    expertise: expertise.safeParse(read("expertise")).data,
    language: language.safeParse(read("language")).data,
  };
}
