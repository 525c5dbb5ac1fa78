/** How a command ends, for scripts. Help, man page and docs show this table. */
export const EXIT = {
  OK: 0,
  FAILED: 1,
  USAGE: 2,
  NOT_SIGNED_IN: 3,
  NOT_ALLOWED: 4,
  NOT_FOUND: 5,
  CONFLICT: 6,
  RATE_LIMITED: 7,
  UNREACHABLE: 8,
  SERVER_ERROR: 9,
  UNCERTAIN: 10,
  CANCELLED: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.OK, "It worked."],
  [EXIT.FAILED, "Something else went wrong, such as a file that can't be written."],
  [EXIT.USAGE, "The command, an option or an input isn't valid."],
  [EXIT.NOT_SIGNED_IN, "You aren't signed in, or the token has expired or was revoked."],
  [EXIT.NOT_ALLOWED, "You or your token may not do this."],
  [EXIT.NOT_FOUND, "It doesn't exist, or you can't see it."],
  [EXIT.CONFLICT, "Something else stands in the way, such as a time that is taken."],
  [EXIT.RATE_LIMITED, "Too many requests. Wait, then try again."],
  [EXIT.UNREACHABLE, "The server can't be reached or is busy. Nothing was saved."],
  [EXIT.SERVER_ERROR, "The server failed, or something else answered in its place."],
  [EXIT.UNCERTAIN, "No answer in time. A change may have been saved: check before you repeat it."],
  [EXIT.CANCELLED, "You cancelled it."],
];

/** By the codes of the server and of the client; any other code is a conflict by its status. */
const BY_CODE: Readonly<Record<string, ExitCode>> = {
  ACCOUNT_INACTIVE: EXIT.NOT_ALLOWED,
  ACCOUNT_SUSPENDED: EXIT.NOT_ALLOWED,
  BAD_REQUEST: EXIT.USAGE,
  CANCELLED: EXIT.CANCELLED,
  DEADLINE_EXCEEDED: EXIT.UNCERTAIN,
  INTERNAL: EXIT.SERVER_ERROR,
  INVALID_INPUT: EXIT.USAGE,
  NOT_SUNDIAL: EXIT.SERVER_ERROR,
  OUTCOME_UNKNOWN: EXIT.UNCERTAIN,
  PAYLOAD_TOO_LARGE: EXIT.USAGE,
  UNREACHABLE: EXIT.UNREACHABLE,
};

const BY_STATUS: Readonly<Record<number, ExitCode>> = {
  400: EXIT.USAGE,
  401: EXIT.NOT_SIGNED_IN,
  403: EXIT.NOT_ALLOWED,
  404: EXIT.NOT_FOUND,
  409: EXIT.CONFLICT,
  422: EXIT.CONFLICT,
  429: EXIT.RATE_LIMITED,
  503: EXIT.UNREACHABLE,
};

/** The status is what tells about codes that a newer server has added. */
export function exitCodeOf({ code, status = 0 }: { code: string; status?: number }): ExitCode {
  return BY_CODE[code] ?? BY_STATUS[status] ?? (status >= 500 ? EXIT.SERVER_ERROR : EXIT.FAILED);
}
