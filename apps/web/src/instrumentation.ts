/** Runs once when the server starts, before the first request. A failure here stops the start. */
export async function register() {
  // Next also builds this file for its edge runtime, which has no server.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("./server/start");
  start();
}
