-- Requests always have an expiry. Said here once more, because the planner then takes this index only
-- for those who ask about the expiry, and not for every list that holds requests.
DROP INDEX IF EXISTS "office_sessions_lapsing_idx";
CREATE INDEX "office_sessions_lapsing_idx" ON "office_sessions"("expires_at")
  WHERE "status" = 'requested' AND "expires_at" IS NOT NULL;
