import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
  // These addresses hold secrets; the development server would print them.
  logging: { incomingRequests: { ignore: [/^\/api\/calendar\/feed\//, /[?&]token=/] } },
  poweredByHeader: false,
  reactStrictMode: true,
  // Packages export TypeScript source.
  transpilePackages: [
    "@sundial/api",
    "@sundial/auth",
    "@sundial/db",
    "@sundial/scheduling",
    "@sundial/validators",
  ],
};

export default config;
