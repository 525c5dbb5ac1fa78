import { expect, test } from "vitest";
import { offeredProviders } from "./variables.ts";

const google = { GOOGLE_CLIENT_ID: "g", GOOGLE_CLIENT_SECRET: "s" };

test.each([
  [{}, []],
  [google, [{ id: "google", domains: [] }]],
  [{ GOOGLE_CLIENT_ID: "g" }, []],
  [{ ...google, GOOGLE_CLIENT_SECRET: " " }, []],
  [{ MICROSOFT_CLIENT_ID: "m", MICROSOFT_CLIENT_SECRET: "s" }, []],
  [{ OIDC_PROVIDERS: "" }, []],
  [
    { ...google, OIDC_PROVIDERS: '[{"id":"campus","domains":["Example.org"]},{"id":"okta"}]' },
    [
      { id: "campus", domains: ["example.org"] },
      { id: "okta", domains: [] },
      { id: "google", domains: [] },
    ],
  ],
])("a server with %j offers %j", (env, offered) => {
  expect(offeredProviders(env)).toEqual(offered);
});

test.each(["campus", "{}", '[{"name":"Campus"}]'])(
  "can't tell what a server offers with OIDC_PROVIDERS=%s",
  (OIDC_PROVIDERS) => {
    expect(offeredProviders({ OIDC_PROVIDERS })).toBeNull();
  },
);
