/** Runs once when the server starts, before the first request. What fails here ends the start. */
export async function register() {
  // Next builds this file for its edge runtime too, which has no server.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("./start");
  start();
}
