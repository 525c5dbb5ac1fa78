import { describe, expect, it } from "vitest";
import { accountWords } from "./account-words";
import type { AuditWords } from "./audit-words";
import { programWords } from "./program-words";
import { auditLabelOf, auditNounOf, auditWordsOf } from "./sentences";
import { sessionWords } from "./session-words";

const all: [string, AuditWords][] = Object.entries({
  ...accountWords,
  ...sessionWords,
  ...programWords,
});

const KNOWN = ["actor", "target", "with", "mentor", "mentee", "absent", "role", "status"];

describe("the words of the audit log", () => {
  it.each(all)("%s: is a sentence with known names in it", (_action, { says, automatic, self }) => {
    for (const sentence of [says, automatic, self]) {
      if (sentence === undefined) continue;
      const names = [...sentence.matchAll(/\{(\w*)\}/g)].map(([, name]) => name);
      expect(names.filter((name) => !KNOWN.includes(name ?? ""))).toEqual([]);
      expect(sentence).toMatch(/^(\{|[A-Z]).*[^.]$/);
    }
    expect(automatic ?? "").not.toContain("{actor}");
  });

  it("has labels that tell the actions of a noun apart", () => {
    const labels = all.map(([action, { label }]) => `${action.split(".")[0]}: ${label}`);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("shows actions of another version as they are", () => {
    expect(auditWordsOf("rocket.launched")).toBeNull();
    expect(auditLabelOf("rocket.launched")).toBe("rocket.launched");
    expect(auditNounOf("rocket")).toBe("rocket");
    expect(auditNounOf("toString")).toBe("toString");
  });
});
