import { auth0Vendor } from "./auth0.ts";
import { clerkCsv, clerkJson } from "./clerk.ts";
import { authjsVendor, betterAuthVendor } from "./databases.ts";
import { csvFile, jsonLinesFile } from "./files.ts";
import { firebaseVendor } from "./firebase.ts";
import { keycloakVendor } from "./keycloak.ts";
import type { Vendor } from "./vendor.ts";

/** Every shape that people can come in, each with its name in tests. */
export const vendors: [name: string, vendor: Vendor][] = [
  ["a CSV file", csvFile],
  ["a JSON Lines file", jsonLinesFile],
  ["Better Auth", betterAuthVendor],
  ["Auth.js", authjsVendor],
  ["Clerk's CSV", clerkCsv],
  ["Clerk's JSON", clerkJson],
  ["Auth0", auth0Vendor],
  ["Firebase", firebaseVendor],
  ["Keycloak", keycloakVendor],
];
