CREATE TABLE "staff_notes" (
    "id" UUID NOT NULL,
    "about_id" TEXT NOT NULL,
    "author_id" TEXT,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "staff_notes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "staff_notes_body" CHECK (length("body") BETWEEN 1 AND 4000)
);

CREATE INDEX "staff_notes_about_id_created_at_id_idx" ON "staff_notes"("about_id", "created_at", "id");
CREATE INDEX "staff_notes_author_id_idx" ON "staff_notes"("author_id");

ALTER TABLE "staff_notes" ADD CONSTRAINT "staff_notes_about_id_fkey" FOREIGN KEY ("about_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "staff_notes" ADD CONSTRAINT "staff_notes_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
