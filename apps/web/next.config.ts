import path from "node:path";
import type { NextConfig } from "next";
import { inertPolicy, securityHeaders } from "./src/security-headers";

// Read by every command of Next, before it would tell anybody about itself.
process.env.NEXT_TELEMETRY_DISABLED = "1";

// Built files; pages and data have theirs from src/proxy.ts.
const fileHeaders = Object.entries({
  ...securityHeaders,
  "content-security-policy": inertPolicy,
}).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
  // These addresses hold secrets; the development server would print them.
  logging: { incomingRequests: { ignore: [/^\/api\/calendar\/feed\//, /token(=|%3D)/] } },
  headers: async () => [
    { source: "/_next/static/:path*", headers: fileHeaders },
    { source: "/icon.svg", headers: fileHeaders },
  ],
  // None of our pages needs it, and it fetches what addresses tell it to.
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // Packages export TypeScript source.
  transpilePackages: [
    "@sundial/api",
    "@sundial/auth",
    "@sundial/db",
    "@sundial/ledger",
    "@sundial/scheduling",
    "@sundial/validators",
  ],
};

export default config;
