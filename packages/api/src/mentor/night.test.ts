import { createMentee, createMentor } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { bookingWith } from "../testing/office-sessions.ts";

const { db, as } = await testApi();
const mentee = await as(await createMentee(db));

const namesOf = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);
const at = (iso: string) => new Date(`${iso}Z`);

describe("a start during the reader's night", () => {
  // NOW is noon in UTC: 2 in the morning in Honolulu, where the night ends at 16:00 UTC.
  const expertise = "nights";
  const hours = (start: number, end: number) => [{ startMinute: start * 60, endMinute: end * 60 }];
  const free = (
    name: string,
    profile: object,
    ...windows: { startMinute: number; endMinute: number }[]
  ) =>
    createMentor(db, {
      user: { name },
      hours: windows,
      expertise: ["Nights"],
      profile: { durations: [60], ...profile },
    });

  it("ranks after daytime starts of the next two days and before later ones", async () => {
    await free("Night owl", {}, ...hours(13, 14));
    await free("Both", {}, ...hours(14, 15), ...hours(18, 19));
    await free("Day", {}, ...hours(17, 18));
    await free("Next day", { minNoticeMinutes: 20 * 60 }, ...hours(16, 17));
    await free("In three days", { minNoticeMinutes: 54 * 60 }, ...hours(16, 17));
    const reader = await as(await createMentee(db, { timeZone: "Pacific/Honolulu" }));
    const listed = async (query: Parameters<typeof reader.mentor.list>[0], caller = reader) =>
      (await caller.mentor.list({ expertise, ...query })).items.map(
        ({ name, nextSlot, nightSlot }) => [name, nextSlot, nightSlot],
      );
    const inOrder = [
      ["Night owl", at("2027-02-22T13:00"), null],
      ["Day", at("2027-02-22T17:00"), null],
      ["Both", at("2027-02-22T18:00"), at("2027-02-22T14:00")],
      ["Next day", at("2027-02-23T16:00"), null],
      ["In three days", at("2027-02-25T16:00"), null],
    ];
    expect(await listed({})).toEqual(inOrder);
    // From stored bounds, page by page, and by name.
    const paged = [];
    for (let cursor: string | null | undefined, first = true; first || cursor; first = false) {
      const page: Awaited<ReturnType<typeof reader.mentor.list>> = await reader.mentor.list({
        expertise,
        limit: 1,
        cursor,
      });
      paged.push(...namesOf(page));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(inOrder.map(([name]) => name));
    expect(await listed({ sort: "name" })).toEqual(
      [...inOrder].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    // A reader who filters by night sees the night; a reader elsewhere sees their own day.
    expect((await listed({ partsOfDay: ["night"] })).map(([name]) => name)).toEqual([
      ...["Night owl", "Both"],
    ]);
    expect((await listed({}, mentee)).map(([name]) => name)).toEqual([
      ...["Night owl", "Both", "Day", "Next day", "In three days"],
    ]);
  });

  it("moves a mentor when a booking takes their last daytime start", async () => {
    const reader = await as(await createMentee(db, { timeZone: "Pacific/Honolulu" }));
    // A full page reads nobody beyond these.
    for (const hour of [17.25, 17.5, 17.75]) await free(`At ${hour}`, {}, ...hours(hour, hour + 1));
    const list = async () => namesOf(await reader.mentor.list({ expertise, limit: 2 }));
    const both = await db.user.findFirstOrThrow({ where: { name: "Both" } });
    expect(await list()).toEqual(["Night owl", "Day"]);
    const booking = bookingWith(both, { startsAt: at("2027-02-22T18:00") });
    await mentee.officeSession.book(booking);
    await mentee.officeSession.book({ ...booking, startsAt: at("2027-02-23T18:00") });
    expect(await list()).toEqual(["Night owl", "Both"]);
  });
});
