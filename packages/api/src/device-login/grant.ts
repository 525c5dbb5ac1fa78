import { can } from "@sundial/auth";
import {
  type DeviceAccess,
  isReadPermission,
  type Role,
  tokenPermissions,
  type UserStatus,
} from "@sundial/validators";

/** What a person's token may do that a program got with this access. */
export function grantOf(access: DeviceAccess, person: { role: Role; status: UserStatus }) {
  return tokenPermissions.filter(
    (permission) => can(person, permission) && (access === "write" || isReadPermission(permission)),
  );
}
