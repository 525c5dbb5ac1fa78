#!/usr/bin/env node
// What PRISMA_SCHEMA_ENGINE_BINARY points at. Prisma spawns it without a shell, so it has to be
// startable by itself, and it is JavaScript because only tsx lets Node 20 read the rest.
import { register } from "tsx/esm/api";

register();
const { main } = await import("@sundial/prisma-engine");
const { parseDatabaseUrl } = await import("../src/connection-url.ts");
await main(process.argv.slice(2), parseDatabaseUrl);
