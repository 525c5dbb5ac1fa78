import { inspect } from "node:util";

/** What services and doors say about their work; pino's loggers are ones. Never a secret. */
export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** For programs that have no log of their own: what went wrong goes to stderr, the rest nowhere. */
export const errorsOnly: Log = {
  info: () => {},
  warn: () => {},
  error: (fields, message) => console.error(`${message} ${inspect(fields)}`),
};
