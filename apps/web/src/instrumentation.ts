/** Runs once when the server starts: a bad environment ends it there, and says which variable. */
export async function register() {
  const { env } = await import("./env.ts");
  try {
    env();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
