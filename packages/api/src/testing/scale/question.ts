/** Something people read through the API. */
export interface Question {
  /** The procedure, or the URL of a file. */
  of: string;
  /** The reader, and what they read. */
  about: string;
  ask: () => Promise<unknown>;
}
