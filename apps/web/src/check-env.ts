import { env } from "./env";

/** Ends the start when the environment is not complete, with a message that says what is missing. */
export function checkEnv() {
  try {
    env();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
