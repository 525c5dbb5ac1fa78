-- Counts of the last minutes; what Better Auth kept here is of no use to the new limiter.
DROP TABLE "rate_limits";

-- Unlogged by hand: counting a request need not wait for the disk.
CREATE UNLOGGED TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "rate_limits_ends_at_idx" ON "rate_limits"("ends_at");
