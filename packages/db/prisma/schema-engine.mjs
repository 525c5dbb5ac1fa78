#!/usr/bin/env node
// The target of PRISMA_SCHEMA_ENGINE_BINARY. Prisma spawns it without a shell, so it must be
// executable. It is JavaScript, because Node 20 needs tsx to read the rest.
import { register } from "tsx/esm/api";

register();
const { main } = await import("@sundial/prisma-engine");
const { parseDatabaseUrl } = await import("../src/connection-url.ts");
await main(process.argv.slice(2), parseDatabaseUrl);
