import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

describe("account", () => {
  it("shows the person to themselves", async () => {
    const user = await createUser(db);
    expect(await (await as(user)).account.me()).toMatchObject({ id: user.id, email: user.email });
  });

  it("stores the canonical name of a zone, with an audit event of both sides", async () => {
    const user = await createUser(db, { name: "Ada" });
    const caller = await as(user);
    expect(await caller.account.update({ timeZone: "Asia/Calcutta" })).toMatchObject({
      name: "Ada",
      timeZone: "Asia/Kolkata",
    });
    expect(await db.auditEvent.findMany({ where: { targetId: user.id } })).toMatchObject([
      {
        action: "account.updated",
        before: { timeZone: "UTC" },
        after: { timeZone: "Asia/Kolkata", renamed: false },
      },
    ]);
    await expect(caller.account.update({ timeZone: "EST" })).rejects.toThrow();
    await expect(caller.account.update({})).rejects.toThrow();
  });
});
