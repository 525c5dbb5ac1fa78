import { createMentee, createMentor } from "@sundial/db/factories";
import { expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

it("a mentee's mentors are those they meet, the last first, with the next free time", async () => {
  const mentee = await createMentee(db);
  const caller = await as(mentee);
  const [early, late, cancelled] = [
    await createMentor(db),
    await createMentor(db),
    await createMentor(db),
  ];
  await createMentor(db);
  expect(await caller.mentor.mine()).toEqual({ items: [] });
  const book = (mentor: { id: string }, hours: number) =>
    caller.officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, hours * 60) }),
    );
  await book(late, 24);
  await book(early, 0);
  const { id, version } = await book(cancelled, 48);
  await caller.officeSession.cancel({ id, version });
  const { items } = await caller.mentor.mine();
  expect(items.map((mentor) => mentor.id)).toEqual([late.id, early.id]);
  for (const mentor of items) {
    const { items: listed } = await caller.mentor.list({ search: mentor.name });
    const same = listed.find((each) => each.id === mentor.id);
    expect(mentor.nextSlot).toEqual(same?.nextSlot);
  }
  await db.user.update({ where: { id: late.id }, data: { status: "suspended" } });
  expect((await caller.mentor.mine()).items.map((mentor) => mentor.id)).toEqual([early.id]);
});
