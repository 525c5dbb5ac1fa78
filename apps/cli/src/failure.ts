import { EXIT, type ExitCode } from "./exit-codes.ts";

/** Ends a command with a sentence for people, a code for programs and an exit code. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";

  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: ExitCode,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const usage = (message: string) => new CommandFailure("USAGE", message, EXIT.USAGE);

export const notFound = (message: string) =>
  new CommandFailure("NOT_FOUND", message, EXIT.NOT_FOUND);
