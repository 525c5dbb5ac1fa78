/** A failure as the CLI shows it: a message without credentials and, if one fits, Prisma's code. */
export class EngineError extends Error {
  override name = "EngineError";
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}
