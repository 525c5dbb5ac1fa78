/** The answer of an account's former system about a password. */
export type LegacyAnswer =
  | { answer: "right" }
  | { answer: "wrong"; reason: string }
  /** The password is right, but the system requires something more that we can't ask for. */
  | { answer: "challenged"; reason: string; isSecondFactor: boolean }
  /** The system couldn't be reached or gave no answer. */
  | { answer: "unavailable"; reason: string };

/**
 * Asks the former system of an account that was migrated without its password hash. Reasons name
 * what happened and contain no password, address or token.
 */
export interface LegacyPasswordCheck {
  /** From then on, it isn't asked any more. */
  until: Date;
  check: (account: LegacyAccount, password: string) => Promise<LegacyAnswer>;
  /**
   * Asks the same question about nobody, with made-up words. While the former system is away, every
   * failed sign-in then gets the same answer, after the same time.
   */
  checkNobody: () => Promise<LegacyAnswer>;
}

/** The marker of a person whose password stayed behind: a row of accounts without one. */
export interface LegacyAccount {
  userId: string;
  accountId: string;
}
