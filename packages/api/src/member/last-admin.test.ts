import { createUser } from "@sundial/db/factories";
import { beforeEach, describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { outcomesOf, roundsOf } from "../testing/races.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const isActiveAdmin = { role: "admin", status: "active" } as const;
const reason = "A matter between the two of us";

/** The only two active admins. */
async function twoAdmins() {
  const [ada, bob] = [await createUser(db, isActiveAdmin), await createUser(db, isActiveAdmin)];
  await db.user.updateMany({
    where: { ...isActiveAdmin, id: { notIn: [ada.id, bob.id] } },
    data: { role: "mentee" },
  });
  return [ada, bob] as const;
}

const change = ({ id, version }: { id: string; version: number }) => ({ id, version, reason });

describe.each(roundsOf(process.env.RACES))("round %d: two admins at once", () => {
  it.each(["demote", "suspend", "deactivate", "erase"] as const)(
    "%s each other: one succeeds and stays an admin",
    async (deed) => {
      const [ada, bob] = await twoAdmins();
      const does = async (who: typeof ada, whom: typeof ada) => {
        const { member } = await as(who);
        return () =>
          ({
            demote: () => member.changeRole({ ...change(whom), role: "mentee" }),
            suspend: () => member.changeStatus({ ...change(whom), status: "suspended" }),
            deactivate: () => member.changeStatus({ ...change(whom), status: "inactive" }),
            erase: () => member.erase(change(whom)),
          })[deed]();
      };
      const outcomes = await outcomesOf([await does(ada, bob), await does(bob, ada)]);
      expect(outcomes.sort()).toEqual(["FORBIDDEN", "ok"]);
      expect(await db.user.count({ where: isActiveAdmin })).toBe(1);
    },
  );

  it("erase themselves: one stays", async () => {
    const [ada, bob] = await twoAdmins();
    const [one, other] = [await as(ada), await as(bob)];
    await Promise.all([door.givePassword(ada), door.givePassword(bob)]);
    const outcomes = await outcomesOf([
      () => one.account.erase({ password: PASSWORD }),
      () => other.account.erase({ password: PASSWORD }),
    ]);
    expect(outcomes.sort()).toEqual(["LAST_ADMIN", "ok"]);
    expect(await db.user.count({ where: isActiveAdmin })).toBe(1);
  });

  it("one demotes the other, who erases themselves: one admin remains", async () => {
    const [ada, bob] = await twoAdmins();
    const [one, other] = [await as(ada), await as(bob)];
    await Promise.all([door.givePassword(ada), door.givePassword(bob)]);
    await outcomesOf([
      () => one.member.changeRole({ ...change(bob), role: "pm" }),
      () => other.account.erase({ password: PASSWORD }),
      () => one.account.erase({ password: PASSWORD }),
    ]);
    expect(await db.user.count({ where: isActiveAdmin })).toBeGreaterThanOrEqual(1);
  });
});

describe("the last active admin", () => {
  beforeEach(async () => {
    await createUser(db, { role: "admin", status: "inactive" });
  });

  it("can't erase their account, and an inactive admin doesn't count", async () => {
    const [ada, bob] = await twoAdmins();
    await (await as(ada)).member.changeRole({ ...change(bob), role: "pm" });
    await door.givePassword(ada);
    const refusal = await refusalOf((await as(ada)).account.erase({ password: PASSWORD }));
    expect(refusal).toEqual({ code: "LAST_ADMIN", details: undefined });
    const after = await db.user.findUniqueOrThrow({ where: { id: ada.id } });
    expect(after).toMatchObject({ name: ada.name, email: ada.email, anonymizedAt: null });
    expect(await db.account.count({ where: { userId: ada.id } })).toBe(1);
  });

  it("is protected by the database itself", async () => {
    const [ada, bob] = await twoAdmins();
    const both = { where: { id: { in: [ada.id, bob.id] } } };
    await expect(db.user.updateMany({ ...both, data: { role: "pm" } })).rejects.toThrow();
    await expect(db.user.updateMany({ ...both, data: { status: "inactive" } })).rejects.toThrow();
    await expect(db.user.deleteMany(both)).rejects.toThrow();
    expect(await db.user.count({ where: isActiveAdmin })).toBe(2);
  });
});
