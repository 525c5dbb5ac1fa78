import { personOf, type ReadRow } from "../file/person.ts";
import { textOf, without, wordsOf } from "../file/values.ts";
import { isAppUser, openAppUsers, type Row } from "./database.ts";
import { COMMON_PROVIDERS, type Preset } from "./preset.ts";

/** The database of an app that uses Auth.js or NextAuth: https://authjs.dev/concepts/database-models */
export const authjs: Preset = {
  source: "auth_js",
  providers: COMMON_PROVIDERS,
  isDatabase: true,
  open: ({ databaseUrl, toUrl }) => openAppUsers({ databaseUrl, toUrl }, TABLES, readUser),
};

const TABLES = {
  users: ["users", "user", "User"],
  accounts: ["accounts", "account", "Account"],
};

const PLACED = new Set([
  ...["id", "email", "emailverified", "name", "createdat", "updatedat"],
  ...["password", "passwordhash", "hashedpassword"],
]);

function readUser(row: unknown): ReadRow {
  if (!isAppUser(row)) return null;
  const { user, accounts } = row;
  const identities = accounts.map(identityOf);
  if (textOf(user.id) === "") {
    const [stray = { provider: "", subject: "" }] = identities;
    return { stray };
  }
  return {
    person: personOf({
      id: textOf(user.id),
      email: textOf(user.email),
      // The time at which the mailbox was confirmed; some apps have a flag.
      isVerified:
        user.emailverified !== null &&
        user.emailverified !== undefined &&
        user.emailverified !== false,
      names: [textOf(user.name)],
      picture: textOf(user.image),
      // Auth.js stores no passwords, but apps add a column for its credentials provider.
      passwordHash:
        textOf(user.password) || textOf(user.passwordhash) || textOf(user.hashedpassword),
      roles: wordsOf(user.role),
      createdAt: user.createdat,
      updatedAt: user.updatedat,
      identities,
      kept: without(user, PLACED),
    }),
  };
}

/** Without its tokens, which would be secrets in a record. */
function identityOf({ provider, provideraccountid, scope }: Row) {
  return { provider: textOf(provider), subject: textOf(provideraccountid), data: { scope } };
}
