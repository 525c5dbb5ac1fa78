import { role, userStatus } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { can, permissions } from "./permissions.ts";

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
      const left = userStatus.options.map((status) =>
        permissions.filter((permission) => can({ role: each, status }, permission)),
      );
      expect(left[userStatus.options.indexOf("suspended")]).toEqual([]);
      expect(left[userStatus.options.indexOf("inactive")]).toEqual([
        "self:read",
        "self:erase",
        "self:secure",
        "self:export",
        "session:read",
        "session:cancel",
      ]);
    }
  });

  it("limits a token to its owner's permissions and its scope, without creating other credentials", () => {
    for (const each of role.options) {
      const allowed = (scope?: "read" | "write") =>
        permissions.filter((permission) =>
          can({ role: each, status: "active", ...(scope && { scope }) }, permission),
        );
      const writable = allowed("write");
      expect(allowed()).toEqual(expect.arrayContaining(writable));
      expect(allowed().filter((permission) => !writable.includes(permission))).toEqual(
        allowed().filter((permission) =>
          ["self:erase", "self:secure", "calendar:manage", "personalAccessToken:manage"].includes(
            permission,
          ),
        ),
      );
      expect(allowed("read")).toEqual(
        writable.filter((permission) => /:(read|list|explain)$/.test(permission)),
      );
      expect(allowed("read")).toContain("self:read");
    }
  });
});
