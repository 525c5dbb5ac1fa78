-- A note is a line that somebody wrote. Nothing wrote notes before, so no table is rewritten.
ALTER TABLE "session_notes" DROP COLUMN "version",
ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "session_notes_length" CHECK (length("body") <= 10000);
-- No place in a text has two lines: one text of both people, one of each.
CREATE UNIQUE INDEX "session_notes_shared_line" ON "session_notes" ("office_session_id", "position")
  WHERE "visibility" = 'shared';
CREATE UNIQUE INDEX "session_notes_private_line" ON "session_notes" ("office_session_id", "author_id", "position")
  WHERE "visibility" = 'private';
CREATE INDEX "session_notes_author_id_idx" ON "session_notes"("author_id");

CREATE TYPE "party" AS ENUM ('mentee', 'mentor');

CREATE TABLE "action_items" (
    "id" UUID NOT NULL,
    "office_session_id" UUID NOT NULL,
    "mentor_id" TEXT NOT NULL,
    "mentee_id" TEXT NOT NULL,
    "owner" "party" NOT NULL,
    "text" TEXT NOT NULL,
    "due_on" DATE,
    "done_at" TIMESTAMPTZ(6),
    "author_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "action_items_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "action_items_text" CHECK (length("text") BETWEEN 1 AND 300)
);

CREATE INDEX "action_items_mentor_id_mentee_id_done_at_idx" ON "action_items"("mentor_id", "mentee_id", "done_at");
CREATE INDEX "action_items_mentee_id_done_at_idx" ON "action_items"("mentee_id", "done_at");
CREATE INDEX "action_items_office_session_id_idx" ON "action_items"("office_session_id");
CREATE INDEX "action_items_author_id_idx" ON "action_items"("author_id");

ALTER TABLE "action_items" ADD CONSTRAINT "action_items_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_mentee_id_fkey" FOREIGN KEY ("mentee_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TYPE "goal_status" AS ENUM ('open', 'achieved', 'dropped');

CREATE TABLE "goals" (
    "id" UUID NOT NULL,
    "mentee_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" "goal_status" NOT NULL DEFAULT 'open',
    "target_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "settled_at" TIMESTAMPTZ(6),

    CONSTRAINT "goals_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "goals_title" CHECK (length("title") BETWEEN 1 AND 200),
    CONSTRAINT "goals_settled" CHECK (("status" = 'open') = ("settled_at" IS NULL))
);

CREATE INDEX "goals_mentee_id_status_created_at_idx" ON "goals"("mentee_id", "status", "created_at");

ALTER TABLE "goals" ADD CONSTRAINT "goals_mentee_id_fkey" FOREIGN KEY ("mentee_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "milestones" (
    "id" UUID NOT NULL,
    "goal_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(6),

    CONSTRAINT "milestones_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "milestones_text" CHECK (length("text") BETWEEN 1 AND 200)
);

CREATE UNIQUE INDEX "milestones_goal_id_position_key" ON "milestones"("goal_id", "position");

ALTER TABLE "milestones" ADD CONSTRAINT "milestones_goal_id_fkey" FOREIGN KEY ("goal_id") REFERENCES "goals"("id") ON DELETE CASCADE ON UPDATE CASCADE;
