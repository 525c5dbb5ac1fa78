import {
  isReadPermission,
  type Permission,
  permissions,
  role,
  servicePermissions,
  tokenPermissions,
  userStatus,
} from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { can, permissionsOf, scopePermissions } from "./permissions.ts";

describe("can", () => {
  it("grants nobody everything, and every permission to somebody", () => {
    for (const permission of permissions) {
      const holders = role.options.filter((each) =>
        can({ role: each, status: "active" }, permission),
      );
      expect(holders.length, permission).toBeGreaterThan(0);
    }
  });

  it("denies suspended people everything, and inactive people everything but their history", () => {
    for (const each of role.options) {
      const left = userStatus.options.map((status) => permissionsOf({ role: each, status }));
      expect(left[userStatus.options.indexOf("suspended")]).toEqual([]);
      expect(left[userStatus.options.indexOf("inactive")]).toEqual([
        "identity:read",
        "self:read",
        "self:erase",
        "self:secure",
        "self:export",
        "session:read",
        "session:cancel",
        "sessionNote:read",
        "actionItem:read",
        "goal:read",
        "feedback:read",
        "misuseReport:submit",
        "reliability:read",
        "reliability:object",
      ]);
    }
  });

  it.each(role.options)(
    "limits a token of a %s to what both its list and the role allow",
    (each) => {
      const owner = { role: each, status: "active" } as const;
      for (const given of permissions) {
        const allowed = permissionsOf({ ...owner, permissions: [given] });
        const expected = can(owner, given) ? ["identity:read", given] : ["identity:read"];
        expect(new Set(allowed)).toEqual(new Set(expected));
      }
    },
  );

  it("gives no signed token what could create or end other credentials", () => {
    const never: Permission[] = [
      "self:erase",
      "self:secure",
      "calendar:manage",
      "personalAccessToken:manage",
      "serviceAccount:manage",
      "webhook:manage",
      "invitation:manage",
    ];
    expect(permissions.filter((name) => !tokenPermissions.some((each) => each === name))).toEqual(
      permissions.filter((name) => name === "identity:read" || never.includes(name)),
    );
    expect(scopePermissions.write).toEqual(tokenPermissions);
    expect(scopePermissions.read).toEqual(tokenPermissions.filter(isReadPermission));
  });

  it("limits a service account to its list, and the list to what staff do", () => {
    for (const given of permissions) {
      const service = { role: null, status: "active", permissions: [given] } as const;
      const isGrantable = servicePermissions.some((each) => each === given);
      expect(new Set(permissionsOf(service))).toEqual(
        new Set(isGrantable ? ["identity:read", given] : ["identity:read"]),
      );
    }
    const staff = permissionsOf({ role: "admin", status: "active" });
    expect(staff).toEqual(expect.arrayContaining([...servicePermissions]));
  });
});
