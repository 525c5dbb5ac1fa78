import { readFileSync } from "node:fs";
import { createUser } from "@sundial/db/factories";
import { expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as, asVisitor } = await testApi();

it("tells people and tools that are signed in the version of the release", async () => {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(await (await as(await createUser(db))).health.version()).toEqual({ version });
  expect(await refusalOf(asVisitor().health.version())).toMatchObject({ code: "UNAUTHORIZED" });
});
