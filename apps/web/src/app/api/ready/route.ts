import { server } from "~/server/server";

/** For load balancers: 200 when changes can be saved and the schema is new enough. */
export async function GET() {
  const readiness = await server().checkReadiness();
  return Response.json(readiness, {
    status: readiness.status === "ready" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
