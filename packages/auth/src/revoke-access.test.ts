import { randomUUID } from "node:crypto";
import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { revokeAccess } from "./revoke-access.ts";

const { db } = await testDb();

async function personWithSessions(count: number) {
  const user = await createUser(db);
  const ids = Array.from({ length: count }, () => randomUUID());
  await db.session.createMany({
    data: ids.map((id) => ({
      id,
      userId: user.id,
      token: randomUUID(),
      expiresAt: new Date("2099-01-01"),
    })),
  });
  return { user, ids };
}

const left = (userId: string) =>
  db.session.findMany({ where: { userId }, select: { id: true }, orderBy: { id: "asc" } });

describe("revokeAccess", () => {
  it("ends a person's sessions and tokens, and nobody else's", async () => {
    const { user } = await personWithSessions(3);
    const other = await personWithSessions(1);
    await db.$transaction((tx) => revokeAccess(tx, { userId: user.id }));
    expect(await left(user.id)).toEqual([]);
    expect(await left(other.user.id)).toHaveLength(1);
    const { authEpoch } = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(authEpoch).toBe(user.authEpoch + 1);
    const untouched = await db.user.findUniqueOrThrow({ where: { id: other.user.id } });
    expect(untouched.authEpoch).toBe(other.user.authEpoch);
  });

  it("keeps the session that asks", async () => {
    const { user, ids } = await personWithSessions(3);
    await db.$transaction((tx) =>
      revokeAccess(tx, { userId: user.id, exceptSessionId: ids[1] ?? "" }),
    );
    expect(await left(user.id)).toEqual([{ id: ids[1] }]);
  });
});
