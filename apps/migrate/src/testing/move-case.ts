import { createDb } from "@sundial/db";
import { createTestDatabase } from "@sundial/db/testing";
import pg from "pg";
import { afterAll } from "vitest";
import { SUPABASE_SCHEMA } from "./supabase-schema.ts";

/** A separate source and an empty target, both real databases, dropped when the file is done. */
export async function moveCase(rows = "") {
  const from = await createTestDatabase();
  const to = await createTestDatabase();
  const source = new pg.Client(from.url);
  const target = new pg.Client(to.url);
  await source.connect();
  await target.connect();
  for (const client of [source, target]) await client.query("SET timezone = 'UTC'");
  await source.query(SUPABASE_SCHEMA + rows);
  const db = createDb({ url: to.url });
  const end = async () => {
    await db.$disconnect();
    await source.end();
    await target.end();
    await from.drop();
    await to.drop();
  };
  return { fromUrl: from.url, toUrl: to.url, source, target, db, end };
}

/** The same for one test file. */
export async function moveCaseForFile(rows = "") {
  const opened = await moveCase(rows);
  afterAll(opened.end);
  return opened;
}
