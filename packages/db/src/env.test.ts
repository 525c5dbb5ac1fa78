import { expect, test } from "vitest";
import { databaseEnv, EnvironmentError } from "./env.ts";

test("an empty variable counts as unset", () => {
  expect(databaseEnv({ DATABASE_URL: "", DATABASE_DRIVER: "" })).toEqual({});
});

test("returns the variables that are set", () => {
  const set = { DATABASE_URL: "postgresql://a:b@localhost/x", DATABASE_DRIVER: "neon" };
  expect(databaseEnv(set)).toEqual(set);
});

test("names every invalid variable and its expected format, without its value", () => {
  const wrong = () =>
    databaseEnv({ DATABASE_URL: "mysql://a:s3cret@host/x", DATABASE_DRIVER: "mysql" });
  expect(wrong).toThrow(EnvironmentError);
  expect(wrong).toThrow(
    "DATABASE_URL must look like postgresql://user:password@host:5432/database; DATABASE_DRIVER must be pg or neon",
  );
  expect(wrong).not.toThrow("s3cret");
});
