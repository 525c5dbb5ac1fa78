import { type RoleKind, setUpRoles } from "../roles/set-up-roles.ts";
import { withMaintenance } from "./maintenance.ts";

/** Any number, as long as every test run locks the same one. */
const LOCK = 5_417_002;

const PASSWORD = "only-for-tests-on-this-machine";

/**
 * The URLs of the roles that `pnpm db:roles` makes, for a test's database. Roles belong to the whole
 * server, so one test at a time makes them.
 */
export async function testRoles(ownerUrl: string): Promise<Record<RoleKind, string>> {
  const roles = await withMaintenance(async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    return setUpRoles(ownerUrl, {
      prefix: "sundial_test",
      passwords: { owner: PASSWORD, app: PASSWORD, reader: PASSWORD },
    });
  });
  const urls = new Map(roles.map(({ kind, url }) => [kind, url]));
  const urlOf = (kind: RoleKind) => urls.get(kind) ?? "";
  return { owner: urlOf("owner"), app: urlOf("app"), reader: urlOf("reader") };
}
