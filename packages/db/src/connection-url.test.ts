import { describe, expect, test } from "vitest";
import { createDb } from "./client.ts";
import { DatabaseUrlError, parseDatabaseUrl } from "./connection-url.ts";

const remote = "postgresql://app:s3cret@db.example.com/sundial";
const CHECKED = { rejectUnauthorized: true };

test("parses a URL and fills in the port", () => {
  expect(parseDatabaseUrl("postgres://a%40b:p%2Fw@[::1]:6543/my%20db?schema=app")).toEqual({
    host: "::1",
    port: 6543,
    database: "my db",
    user: "a@b",
    password: "p/w",
    schema: "app",
    isLoopback: true,
    isNeon: false,
    tls: false,
  });
  expect(parseDatabaseUrl(remote).port).toBe(5432);
});

describe("encryption", () => {
  test.each(["", "?sslmode=prefer", "?sslmode=allow", "?sslmode=require", "?sslmode=verify-full"])(
    "always verifies a remote server's certificate: %s",
    (parameters) => {
      expect(parseDatabaseUrl(remote + parameters).tls).toEqual(CHECKED);
    },
  );

  test.each(["disable", "no-verify"])("rejects sslmode=%s for a remote server", (mode) => {
    const refused = () => createDb({ url: `${remote}?sslmode=${mode}` });
    expect(refused).toThrow(DatabaseUrlError);
    expect(refused).toThrow(expect.objectContaining({ code: "DATABASE_TLS_REQUIRED" }));
  });

  test.each(["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "[::1]"])(
    "%s is this machine and needs no encryption",
    (host) => {
      expect(parseDatabaseUrl(`postgresql://a:b@${host}/x`).tls).toBe(false);
      expect(parseDatabaseUrl(`postgresql://a:b@${host}/x?sslmode=disable`).tls).toBe(false);
      expect(parseDatabaseUrl(`postgresql://a:b@${host}/x?sslmode=require`).tls).toEqual(CHECKED);
    },
  );

  test.each(["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "127.1", "0.0.0.0"])(
    "%s is not this machine",
    (host) => {
      expect(parseDatabaseUrl(`postgresql://a:b@${host}/x`).tls).toEqual(CHECKED);
    },
  );
});

test.each([
  ["ep-cool-1-pooler.eu-central-1.aws.neon.tech", true],
  ["EP-COOL-1.NEON.TECH", true],
  ["neon.tech.example.com", false],
  ["notneon.tech", false],
])("%s belongs to Neon: %s", (host, isNeon) => {
  expect(parseDatabaseUrl(`postgresql://a:b@${host}/x`).isNeon).toBe(isNeon);
});

test.each([
  "",
  "not a url",
  "mysql://app:s3cret@db.example.com/sundial",
  "postgresql://app:s3cret@db.example.com",
  "postgresql://app:s3cret@db.example.com:port/sundial",
  "postgresql:///sundial",
  "postgresql://app:s3cret%@db.example.com/sundial",
  `${remote}?sslmode=sometimes`,
  `${remote}?sslrootcert=/no/such/file`,
])("rejects a malformed URL without showing it: %s", (url) => {
  const refused = () => createDb({ url });
  expect(refused).toThrow(expect.objectContaining({ code: "DATABASE_URL_INVALID" }));
  expect(refused).not.toThrow(/s3cret/);
});
