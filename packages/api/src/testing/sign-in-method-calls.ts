import { randomUUID } from "node:crypto";
import { softPasskey } from "@sundial/auth/testing/soft-passkey";
import type { Db } from "@sundial/db";
import { type callers, SITE_URL } from "./callers.ts";
import { PASSWORD } from "./sign-in.ts";

interface People {
  as: ReturnType<typeof callers>["as"];
  /** Somebody who knows their password. */
  person: () => Promise<{ id: string }>;
}

/** The calls of mutationCalls that change how somebody signs in. */
export function signInMethodCalls(db: Db, { as, person }: People) {
  async function withPasskey() {
    const by = await person();
    const caller = await as(by);
    const { options, token } = await caller.signInMethod.startPasskey({ password: PASSWORD });
    const response = softPasskey(SITE_URL).register(options);
    const { id } = await caller.signInMethod.addPasskey({ token, name: "Laptop", response });
    return { by, id };
  }

  return {
    "signInMethod.connect": async () => ({
      by: await person(),
      input: { provider: "campus", password: PASSWORD },
    }),
    "signInMethod.startPasskey": async () => ({
      by: await person(),
      input: { password: PASSWORD },
    }),
    "signInMethod.addPasskey": async () => {
      const by = await person();
      const device = softPasskey(SITE_URL);
      const { options, token } = await (await as(by)).signInMethod.startPasskey({
        password: PASSWORD,
      });
      return { by, input: { token, name: "Laptop", response: device.register(options) } };
    },
    "signInMethod.renamePasskey": async () => {
      const { by, id } = await withPasskey();
      return { by, input: { id, name: "Phone" } };
    },
    "signInMethod.removePasskey": async () => {
      const { by, id } = await withPasskey();
      return { by, input: { id, password: PASSWORD } };
    },
    "signInMethod.disconnect": async () => {
      const by = await person();
      const data = { userId: by.id, providerId: "campus", accountId: randomUUID() };
      const { id } = await db.account.create({ data, select: { id: true } });
      return { by, input: { id, password: PASSWORD } };
    },
  };
}
