import { createAuth, hashPassword } from "@sundial/auth";
import type { Db } from "@sundial/db";

export const PASSWORD = "correct horse battery staple";

const BASE_URL = "http://localhost:3000";

/** The real sign-in, for tests about who may sign in. */
export function frontDoor(db: Db) {
  const auth = createAuth({
    db,
    secret: "a-secret-for-tests-of-32-characters",
    baseURL: BASE_URL,
    rateLimit: false,
  });
  return {
    /** Gives a person the password that all tests use. */
    givePassword: async ({ id }: { id: string }) => {
      const password = await hashPassword(PASSWORD);
      const data = { userId: id, accountId: id, providerId: "credential", password };
      await db.account.create({ data, select: { id: true } });
    },
    /** Signs in by email and password; the cookie is empty if they are wrong. */
    signIn: async ({ email }: { email: string }, password = PASSWORD) => {
      const response = await auth.handler(
        new Request(`${BASE_URL}/api/auth/sign-in/email`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: BASE_URL },
          body: JSON.stringify({ email, password }),
        }),
      );
      const setCookie = response.headers.getSetCookie();
      const cookies = setCookie.map((line) => line.split(";")[0]);
      return { status: response.status, cookie: cookies.join("; "), setCookie };
    },
    sessionOf: (cookie: string) => auth.getSession(new Headers({ cookie })),
  };
}
