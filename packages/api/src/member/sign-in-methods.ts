import type { MemberByIdInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { PASSWORDS } from "../sign-in-method/other-way-in.ts";

/**
 * How a person can sign in, as names without anything secret: a password, providers, the number of
 * passkeys, an authenticator app.
 *
 * Errors: NOT_FOUND when the person doesn't exist or was erased.
 */
export async function listMemberSignInMethods(
  { db, providers }: ServiceContext,
  { id }: MemberByIdInput,
) {
  const found = await db.user.findFirst({
    where: { id, anonymizedAt: null },
    select: {
      accounts: { orderBy: { createdAt: "asc" }, select: { providerId: true } },
      _count: { select: { passkeys: true, totpFactors: { where: { verifiedAt: { not: null } } } } },
    },
  });
  if (found === null) throw notFound();
  const ids = found.accounts.map(({ providerId }) => providerId);
  const names = new Map(providers.map((provider) => [provider.id, provider.name]));
  return {
    hasPassword: ids.some((each) => PASSWORDS.includes(each)),
    providers: ids
      .filter((each) => !PASSWORDS.includes(each))
      .map((each) => names.get(each) ?? each),
    passkeys: found._count.passkeys,
    hasAuthenticatorApp: found._count.totpFactors > 0,
  };
}
