-- CreateTable
CREATE TABLE "email_changes" (
    "user_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "new_email" TEXT NOT NULL,
    "approved_at" TIMESTAMPTZ(6),
    "confirmed_at" TIMESTAMPTZ(6),
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("user_id")
);

-- AddForeignKey
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_lower_case" CHECK (new_email = lower(new_email));
