import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
  // A feed's address is a secret; the development server would print it.
  logging: { incomingRequests: { ignore: [/^\/api\/calendar\/feed\//] } },
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
