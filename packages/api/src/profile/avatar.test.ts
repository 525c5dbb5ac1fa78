import { createMentor, createUser } from "@sundial/db/factories";
import { expect, it } from "vitest";
import { createContext } from "../index.ts";
import {
  renewSession,
  SITE_URL,
  testApi,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../testing/callers.ts";
import { serveAvatar } from "./http.ts";

const { db, as } = await testApi();

/** A request of this person, or of a visitor. */
async function contextFor(person: { id: string } | null) {
  const user = person && (await db.user.findUniqueOrThrow({ where: { id: person.id } }));
  const session = user && {
    kind: "user" as const,
    credential: "session" as const,
    credentialId: "test",
    expiresAt: new Date("2100-01-01T00:00:00Z"),
    ...user,
  };
  const auth = {
    totpSecrets,
    unsubscribeLinks,
    webhookSecrets,
    renewSession,
    getSession: async () => session,
  };
  return createContext({ headers: new Headers(), db, auth, siteUrl: SITE_URL });
}

it("a person's picture is for signed-in people, from our own address", async () => {
  const mentor = await createMentor(db);
  const image = `/avatars/${mentor.id}?v=digest`;
  await db.user.update({ where: { id: mentor.id }, data: { image } });
  await db.avatar.create({
    data: { userId: mentor.id, image: Buffer.from("RIFF-WEBP"), digest: "digest" },
  });
  const reader = await createUser(db);
  const get = (ctx: Parameters<typeof serveAvatar>[0], id: string, known: string | null = null) =>
    serveAvatar(ctx, { method: "GET", id, known });

  const card = await (await as(reader)).mentor.byId({ id: mentor.id });
  expect(card.image).toBe(image);
  const signedIn = await contextFor(reader);
  const answer = await get(signedIn, mentor.id);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "image/webp",
    "cache-control": "private, max-age=86400",
    etag: '"digest"',
  });
  expect(await answer.text()).toBe("RIFF-WEBP");
  expect((await get(signedIn, mentor.id, '"digest"')).status).toBe(304);
  expect((await get(signedIn, reader.id)).status).toBe(404);
  expect((await get(await contextFor(null), mentor.id)).status).toBe(401);
});

it("the database keeps a picture at another address from being anybody's", async () => {
  const { id } = await createUser(db);
  const image = "https://pictures.example/me.png";
  await expect(db.user.update({ where: { id }, data: { image } })).rejects.toThrow();
});
