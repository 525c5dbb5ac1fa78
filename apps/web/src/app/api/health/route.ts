import { checkHealth } from "@sundial/api";
import { server } from "~/server/server";

/** For load balancers and people: 200 while the database answers, otherwise 503. */
export async function GET() {
  const health = await checkHealth(server());
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
