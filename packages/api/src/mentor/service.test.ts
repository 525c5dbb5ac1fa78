import { createMentee, createMentor } from "@sundial/db/factories";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();
const mentee = await as(await createMentee(db));

const ada = await createMentor(db, {
  user: { name: "Ada" },
  expertise: ["System design", "Rust"],
});
await createMentor(db, { expertise: ["Rust"], profile: { languages: ["hu", "en"] } });
await createMentor(db, { expertise: ["RUST"], profile: { bookingState: "paused" } });
await createMentor(db, { expertise: ["Rust"], profile: { bookingState: "closed" } });
await createMentor(db, { expertise: ["Rust"], user: { status: "suspended" } });

describe("mentor.filters", () => {
  it("counts matches per filter, with the most common spelling of each label", async () => {
    expect(await mentee.mentor.filters()).toEqual({
      expertise: [
        { slug: "rust", label: "Rust", mentors: 3 },
        { slug: "system-design", label: "System design", mentors: 1 },
      ],
      languages: [
        { tag: "en", mentors: 3 },
        { tag: "hu", mentors: 1 },
      ],
    });
  });
});

describe("mentor.byId", () => {
  it("shows a mentor with the next open start, or the reason there is none", async () => {
    expect(await mentee.mentor.byId({ id: ada.id })).toMatchObject({ name: "Ada", nextSlot: NOW });
    const away = await createMentor(db, { profile: { bookingState: "paused" } });
    expect(await mentee.mentor.byId({ id: away.id })).toMatchObject({
      nextSlot: null,
      noSlotReason: "paused",
      isPaused: true,
    });
  });

  it("shows that a mentor is paused even if there are times after the pause", async () => {
    const until = (days: number) => ({
      bookingState: "paused" as const,
      pausedUntil: new Date(NOW.getTime() + days * DAY),
    });
    const back = await createMentor(db, { profile: until(7) });
    expect(await mentee.mentor.byId({ id: back.id })).toMatchObject({
      isPaused: true,
      nextSlot: new Date(NOW.getTime() + 7 * DAY),
    });
    const over = await createMentor(db, { profile: until(-1) });
    expect(await mentee.mentor.byId({ id: over.id })).toMatchObject({ isPaused: false });
  });

  it("returns the same 404 for a mentee and an unknown ID", async () => {
    const other = await createMentee(db);
    expect(await refusalOf(mentee.mentor.byId({ id: other.id }))).toEqual(
      await refusalOf(mentee.mentor.byId({ id: "nobody" })),
    );
  });
});
