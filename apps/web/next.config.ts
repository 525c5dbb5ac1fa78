import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
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
