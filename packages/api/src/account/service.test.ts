import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

describe("account", () => {
  it("shows people their own account", async () => {
    const user = await createUser(db);
    expect(await (await as(user)).account.me()).toMatchObject({ id: user.id, email: user.email });
  });

  it("stores the canonical name of a time zone, with old and new values in the audit event", async () => {
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

  it("keeps the clock, date order and first weekday a person chooses, until they reset them", async () => {
    const user = await createUser(db, { locale: "de-DE" });
    const caller = await as(user);
    expect(await caller.account.me()).toMatchObject({ locale: "de-DE", clock: null });
    const chosen = { clock: "h12", dateOrder: "ymd", weekStart: 7 } as const;
    const automatic = { clock: null, dateOrder: null, weekStart: null };
    expect(await caller.account.update(chosen)).toMatchObject(chosen);
    expect(await (await as(user)).account.update(automatic)).toMatchObject(automatic);
    const events = await db.auditEvent.findMany({
      where: { targetId: user.id },
      orderBy: { seq: "asc" },
    });
    expect(events).toMatchObject([
      { action: "account.updated", before: automatic, after: chosen },
      { action: "account.updated", before: chosen, after: automatic },
    ]);
  });

  it("rejects unknown settings and stores none of them", async () => {
    const user = await createUser(db);
    const caller = await as(user);
    for (const bad of [{ weekStart: 0 }, { weekStart: 8 }, { weekStart: 1.5 }]) {
      await expect(caller.account.update({ ...bad, clock: "h12" })).rejects.toThrow();
    }
    expect(await caller.account.me()).toMatchObject({ clock: null, weekStart: null });
  });

  it.each(["x".repeat(65), "de_DE", "", "de-DE\n", "<b>"])(
    "the database rejects the locale %j",
    async (locale) => {
      await expect(createUser(db, { locale })).rejects.toThrow(/users_locale/);
    },
  );
});
