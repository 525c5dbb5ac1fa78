import type { Db } from "@sundial/db";
import { type SetUpStep, setUpStep } from "@sundial/validators";
import type { PersonContext } from "../context.ts";

/**
 * What the actor still has to set up before anyone can book them, in order: nothing for mentors who
 * are ready, and for people who aren't mentors. The directory lists by the same rule, which is a
 * trigger's (`mentor_profiles_describe`).
 */
export async function getMySetUp({ db, actor }: PersonContext): Promise<{ missing: SetUpStep[] }> {
  return { missing: actor.role === "mentor" ? await missingSteps(db, actor.id) : [] };
}

async function missingSteps(db: Db, userId: string): Promise<SetUpStep[]> {
  const profile = await db.mentorProfile.findUnique({
    where: { userId },
    select: { missingSteps: true },
  });
  if (profile === null) return setUpStep.options;
  return setUpStep.options.filter((step) => profile.missingSteps.includes(step));
}
