/**
 * The provider of accounts that were migrated from an Amazon Cognito user pool without a password.
 */
export const COGNITO = "cognito";

/** The marker of such an account: the pool, and the user name in the pool. */
export function cognitoAccountId(poolId: string, username: string): string {
  return `${poolId}/${username}`;
}

/** The user name in a marker of this pool; null for another pool's marker. */
export function cognitoUsername(poolId: string, accountId: string): string | null {
  const prefix = cognitoAccountId(poolId, "");
  return accountId.startsWith(prefix) ? accountId.slice(prefix.length) : null;
}
