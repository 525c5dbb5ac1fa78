import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

describe("what somebody has promised", () => {
  it("is what they own and haven't done, from all sessions, what is due first first", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const other = await bookedSession(db, as);
    const [his, hers] = [await as(mentor), await as(mentee)];
    const add = (text: string, owner: "mentor" | "mentee", dueOn: string | null) =>
      his.actionItem.add({ officeSessionId: session.id, text, owner, dueOn });
    await add("Some day", "mentee", null);
    await add("Later", "mentee", "2027-03-20");
    await add("Soon", "mentee", "2027-03-10");
    await add("Send the book", "mentor", "2027-03-11");
    await (await as(other.mentor)).actionItem.add({
      officeSessionId: other.session.id,
      text: "Of others",
      owner: "mentee",
      dueOn: null,
    });
    const texts = async (caller: typeof hers, limit = 20) => {
      const { items, hasMore } = await caller.actionItem.mine({ limit });
      return [...items.map(({ text }) => text), hasMore];
    };
    expect(await texts(hers)).toEqual(["Soon", "Later", "Some day", false]);
    expect(await texts(hers, 2)).toEqual(["Soon", "Later", true]);
    expect(await texts(his)).toEqual(["Send the book", false]);
    const { items } = await hers.actionItem.mine({});
    expect(items[0]).toMatchObject({ other: { id: mentor.id, name: mentor.name } });
    await hers.actionItem.tick({ id: items[0]?.id ?? "", done: true });
    expect(await texts(hers)).toEqual(["Later", "Some day", false]);
  });
});
