import { randomUUID } from "node:crypto";
import type { LegacyAnswer, LegacyPasswordCheck } from "../legacy-password.ts";
import { initiateAuth, type UserPoolClient } from "./initiate-auth.ts";
import { cognitoUsername } from "./legacy-account.ts";

/**
 * Checks passwords against an Amazon Cognito user pool, for the people marked as coming from it.
 * Pools don't export hashes, so this is the only way to keep a password.
 */
export function cognitoPasswordCheck({
  poolId,
  until,
  ...client
}: UserPoolClient & { poolId: string; until: Date }): LegacyPasswordCheck {
  const checkNobody = async (): Promise<LegacyAnswer> => {
    const answer = await initiateAuth(client, randomUUID(), randomUUID());
    return answer.answer === "right" ? { answer: "right" } : answer;
  };
  return {
    until,
    checkNobody,
    check: async ({ userId, accountId }, password) => {
      const username = cognitoUsername(poolId, accountId);
      if (username === null) {
        const answer = await checkNobody();
        return answer.answer === "unavailable"
          ? answer
          : { answer: "wrong", reason: "of another user pool" };
      }
      const answer = await initiateAuth(client, username, password);
      if (answer.answer !== "right") return answer;
      // A username can be another person's alias, so check who was signed in.
      return answer.subject === userId
        ? { answer: "right" }
        : { answer: "wrong", reason: "the user pool signed in someone else" };
    },
  };
}
