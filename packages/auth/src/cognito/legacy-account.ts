/** The provider of accounts that came from an Amazon Cognito user pool and have no password here. */
export const COGNITO = "cognito";

/** What marks such an account: the pool, and the user name the pool knows it by. */
export function cognitoAccountId(poolId: string, username: string): string {
  return `${poolId}/${username}`;
}

/** The user name in a mark of this pool; null for a mark of another. */
export function cognitoUsername(poolId: string, accountId: string): string | null {
  const prefix = cognitoAccountId(poolId, "");
  return accountId.startsWith(prefix) ? accountId.slice(prefix.length) : null;
}
