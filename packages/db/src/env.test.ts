import { expect, test } from "vitest";
import { databaseEnv, EnvironmentError } from "./env.ts";

test("an empty variable counts as unset", () => {
  expect(databaseEnv({ DATABASE_URL: "", DATABASE_DRIVER: "" })).toEqual({});
});

test("gives what is set", () => {
  const set = { DATABASE_URL: "postgresql://a:b@localhost/x", DATABASE_DRIVER: "neon" };
  expect(databaseEnv(set)).toEqual(set);
});

test("names every wrong variable and what it should look like, without its value", () => {
  const wrong = () =>
    databaseEnv({ DATABASE_URL: "mysql://a:s3cret@host/x", DATABASE_DRIVER: "mysql" });
  expect(wrong).toThrow(EnvironmentError);
  expect(wrong).toThrow(
    "DATABASE_URL should look like postgresql://user:password@host:5432/database; DATABASE_DRIVER should be pg or neon",
  );
  expect(wrong).not.toThrow("s3cret");
});
