import { inferAdditionalFields } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";

const client = createAuthClient({
  plugins: [
    inferAdditionalFields({
      user: {
        role: { type: "string", input: false },
        status: { type: "string", input: false },
        timeZone: { type: "string", required: false },
      },
    }),
  ],
});

/**
 * The signed-in person in the browser, and the ways in and out. Asking also lets Better Auth slide
 * the session's expiry. Errors are `{ error, code?, details? }`, see `wireError`.
 */
export function useAuth() {
  const session = client.useSession();
  return {
    user: session.data?.user ?? null,
    isPending: session.isPending,
    signUp: client.signUp.email,
    signIn: client.signIn.email,
    signOut: client.signOut,
  };
}
