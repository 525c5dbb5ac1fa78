/** What the former home of an account says about a password. */
export type LegacyAnswer =
  | { answer: "right" }
  | { answer: "wrong"; reason: string }
  /** The password is right, and something more is asked for that cannot be asked here. */
  | { answer: "challenged"; reason: string; isSecondFactor: boolean }
  /** It could not be asked, or did not say. */
  | { answer: "unavailable"; reason: string };

/**
 * Asks the old system of an account that was migrated without its password hash. Reasons name what
 * happened; they hold no password, address or token.
 */
export interface LegacyPasswordCheck {
  /** From then on it is not asked any more. */
  until: Date;
  check: (account: LegacyAccount, password: string) => Promise<LegacyAnswer>;
}

/** The mark of a person whose password stayed behind: a row of accounts without one. */
export interface LegacyAccount {
  userId: string;
  accountId: string;
}
