export const POOL = "eu-west-1_Sundial";

/** The id of the n-th person in an export. */
export const sub = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export interface PoolUserInput {
  username?: string;
  attributes?: Record<string, string | undefined>;
  status?: string;
  enabled?: boolean;
  modified?: string;
  more?: Record<string, unknown>;
}

/** A user as version 2 of the AWS CLI writes it; an ordinary one by default. */
export function poolUser(n: number, input: PoolUserInput = {}) {
  const attributes = {
    sub: sub(n),
    email: `person${n}@example.org`,
    email_verified: "true",
    name: `Person ${n}`,
    ...input.attributes,
  };
  return {
    Username: input.username ?? sub(n),
    Attributes: Object.entries(attributes).flatMap(([Name, Value]) =>
      Value === undefined ? [] : [{ Name, Value }],
    ),
    UserCreateDate: "2023-07-22T01:14:17.949123+00:00",
    UserLastModifiedDate: input.modified ?? "2023-08-01T00:00:00.000001+00:00",
    Enabled: input.enabled ?? true,
    UserStatus: input.status ?? "CONFIRMED",
    ...input.more,
  };
}

/** Someone who signs in at an identity provider. */
export function federatedUser(
  n: number,
  identity: Record<string, unknown>,
  input: PoolUserInput = {},
) {
  const entry = { userId: `10${n}`, providerName: "Google", providerType: "Google", issuer: null };
  const identities = JSON.stringify([
    { ...entry, primary: "true", dateCreated: "1689988457949", ...identity },
  ]);
  return poolUser(n, {
    username: `Google_10${n}`,
    status: "EXTERNAL_PROVIDER",
    ...input,
    attributes: { identities, ...input.attributes },
  });
}
