import path from "node:path";
import type { NextConfig } from "next";
import { inertPolicy, securityHeaders } from "./src/server/security-headers";

// Read by every Next command before it could send anything.
process.env.NEXT_TELEMETRY_DISABLED = "1";

// Built files only; src/proxy.ts sets the headers of pages and data.
const fileHeaders = Object.entries({
  ...securityHeaders,
  "content-security-policy": inertPolicy,
}).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
  // These URLs contain secrets, and the development server would print them.
  logging: { incomingRequests: { ignore: [/^\/api\/calendar\/feed\//, /token(=|%3D)/] } },
  headers: async () => [
    { source: "/_next/static/:path*", headers: fileHeaders },
    { source: "/icon.svg", headers: fileHeaders },
  ],
  // Our pages don't need it, and it fetches any URL it is given.
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // Packages export TypeScript source.
  transpilePackages: [
    "@sundial/api",
    "@sundial/auth",
    "@sundial/db",
    "@sundial/ledger",
    "@sundial/outside",
    "@sundial/scheduling",
    "@sundial/validators",
  ],
};

export default config;
