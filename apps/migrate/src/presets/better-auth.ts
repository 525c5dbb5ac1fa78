import { personOf, type ReadRow } from "../file/person.ts";
import { textOf, without, wordsOf } from "../file/values.ts";
import { isAppUser, openAppUsers, type Row } from "./database.ts";
import { COMMON_PROVIDERS, type Preset } from "./preset.ts";

/** The database of another app that uses Better Auth: https://www.better-auth.com/docs/concepts/database */
export const betterAuth: Preset = {
  source: "better_auth",
  providers: COMMON_PROVIDERS,
  isDatabase: true,
  open: ({ databaseUrl, toUrl }) => openAppUsers({ databaseUrl, toUrl }, TABLES, readUser),
};

const TABLES = {
  users: ["user", "users", "User"],
  accounts: ["account", "accounts", "Account"],
  factors: ["twoFactor", "two_factor", "two_factors", "twoFactors", "TwoFactor"],
};

const PLACED = new Set([
  ...["id", "email", "emailverified", "name", "createdat", "updatedat", "phonenumber", "banned"],
]);

function readUser(row: unknown): ReadRow {
  if (!isAppUser(row)) return null;
  const { user, accounts, hasFactor } = row;
  const identities = accounts
    .filter(({ providerid }) => providerid !== "credential")
    .map(identityOf);
  if (textOf(user.id) === "") {
    const [stray = { provider: "credential", subject: "" }] = identities;
    return { stray };
  }
  const credential = accounts.find(({ providerid }) => providerid === "credential");
  return {
    person: personOf({
      id: textOf(user.id),
      email: textOf(user.email),
      isVerified: user.emailverified === true,
      names: [textOf(user.name), textOf(user.displayusername), textOf(user.username)],
      passwordHash: textOf(credential?.password),
      roles: wordsOf(user.role),
      status: isBanned(user) ? "suspended" : "active",
      statusReason: "Banned before the move",
      createdAt: user.createdat,
      updatedAt: user.updatedat,
      phone: textOf(user.phonenumber),
      picture: textOf(user.image),
      identities,
      // Their secrets are encrypted with the key of the other app.
      hasOtherFactor: hasFactor || user.twofactorenabled === true,
      kept: without(user, PLACED),
    }),
  };
}

/** A ban that has ended by now still shuts somebody out until staff look at it. */
const isBanned = ({ banned }: Row) => banned === true;

/** Without its tokens, which would be secrets in a record. */
function identityOf({ providerid, accountid, scope }: Row) {
  return { provider: textOf(providerid), subject: textOf(accountid), data: { scope } };
}
