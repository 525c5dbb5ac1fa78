/** Runs once when the server starts, before the first request. */
export async function register() {
  // Next builds this file for its edge runtime too, which has no process to end.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { checkEnv } = await import("./check-env");
  checkEnv();
  const { startSweeping } = await import("./sweeper");
  startSweeping();
}
