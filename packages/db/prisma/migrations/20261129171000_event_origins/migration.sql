-- CreateTable
CREATE TABLE "event_origins" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "event_origins_pkey" PRIMARY KEY ("seq")
);

-- What the events have so far.
INSERT INTO "event_origins" ("seq", "at", "ip", "user_agent")
  SELECT "seq", "at", "ip", "user_agent" FROM "events"
   WHERE "ip" IS NOT NULL OR "user_agent" IS NOT NULL;

-- CreateIndex
CREATE INDEX "event_origins_at_idx" ON "event_origins"("at");

-- AddForeignKey
ALTER TABLE "event_origins" ADD CONSTRAINT "event_origins_seq_fkey" FOREIGN KEY ("seq") REFERENCES "events"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "events" DROP COLUMN "ip", DROP COLUMN "user_agent";

-- What Prisma cannot express.

ALTER TABLE "event_origins" ADD CONSTRAINT "event_origins_something" CHECK (
  "ip" IS NOT NULL OR "user_agent" IS NOT NULL);

-- A dropped column stays in the files until its table is written anew.
CLUSTER "events" USING "events_pkey";
ALTER TABLE "events" SET WITHOUT CLUSTER;
