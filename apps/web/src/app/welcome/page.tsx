import { can } from "@sundial/auth/permissions";
import { redirect } from "next/navigation";
import { api, requireActor } from "~/trpc/server";

/** After the first sign-in: to what the person said they want, or to their profile. */
export default async function WelcomePage() {
  const actor = await requireActor("/welcome");
  if (can(actor, "mentorApplication:submit")) {
    const { wantsToMentor } = await api.mentorApplication.mine();
    if (wantsToMentor) redirect("/become-a-mentor");
  }
  redirect(can(actor, "self:update") ? "/profile" : "/sessions");
}
