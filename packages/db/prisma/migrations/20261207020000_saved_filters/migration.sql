CREATE TYPE "filtered_page" AS ENUM ('people', 'sessions', 'audit');

CREATE TABLE "saved_filters" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "page" "filtered_page" NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "saved_filters_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saved_filters_length" CHECK (length("name") BETWEEN 1 AND 60 AND length("query") BETWEEN 1 AND 1000)
);

CREATE UNIQUE INDEX "saved_filters_user_id_page_name_key" ON "saved_filters"("user_id", "page", "name");

ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
