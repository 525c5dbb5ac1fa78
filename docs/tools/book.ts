import { createSundialClient, isSundialError } from "@sundial/client";
import { token, url } from "./settings.js";

const sundial = createSundialClient({ url, token });

const { items } = await sundial.mentor.list.query({ sort: "earliest", limit: 10 });
for (const { name, nextSlot } of items)
  console.log(name, nextSlot?.toISOString() ?? "is booked out");

const [mentor] = items;
const [durationMinutes] = mentor?.durations ?? [];
if (!mentor?.nextSlot || !durationMinutes) throw new Error("nobody has time");

try {
  const session = await sundial.officeSession.book.mutate({
    mentorId: mentor.id,
    startsAt: mentor.nextSlot,
    durationMinutes,
    topic: "How to find a thesis topic",
  });
  console.log(`booked ${mentor.name} at ${session.startsAt.toISOString()}`);
  const { id, version } = session;
  const { status } = await sundial.officeSession.cancel.mutate({ id, version, note: "A test" });
  console.log(status);
} catch (error) {
  if (!isSundialError(error, "SLOT_TAKEN")) throw error;
  console.log("taken; still open:", error.details.alternatives);
}
