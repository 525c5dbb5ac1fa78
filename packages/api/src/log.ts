import { inspect } from "node:util";

/** The logging interface of services and routes; pino's loggers fit. Never log a secret. */
export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** For programs without a log: errors go to stderr, everything else is dropped. */
export const errorsOnly: Log = {
  info: () => {},
  warn: () => {},
  error: (fields, message) => console.error(`${message} ${inspect(fields)}`),
};
