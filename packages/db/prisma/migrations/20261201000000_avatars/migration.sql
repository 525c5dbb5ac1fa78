-- CreateTable
CREATE TABLE "avatars" (
    "user_id" TEXT NOT NULL,
    "image" BYTEA NOT NULL,
    "digest" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "avatars_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "avatar_fetches" (
    "user_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT,
    "attempted_at" TIMESTAMPTZ(6),

    CONSTRAINT "avatar_fetches_pkey" PRIMARY KEY ("user_id")
);

-- AddForeignKey
ALTER TABLE "avatars" ADD CONSTRAINT "avatars_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "avatar_fetches" ADD CONSTRAINT "avatar_fetches_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.
ALTER TABLE "avatars" ADD CONSTRAINT "avatars_image" CHECK (octet_length("image") BETWEEN 1 AND 200000);
ALTER TABLE "avatar_fetches" ADD CONSTRAINT "avatar_fetches_attempts" CHECK (
  "attempts" >= 0 AND ("attempts" = 0) = ("attempted_at" IS NULL) AND ("outcome" IS NULL OR "attempts" > 0));
-- Nothing of others is ever shown as somebody's picture.
ALTER TABLE "users" ADD CONSTRAINT "users_image" CHECK ("image" LIKE '/avatars/%');
