import { type AuditWords, words } from "./audit-words";

/** The actions about the program and what runs it, in words. */
export const programWords = {
  "webhook.created": words("Webhook created", "{actor} created a webhook"),
  "webhook.updated": words("Webhook changed", "{actor} changed a webhook"),
  "webhook.paused": words("Webhook paused", "{actor} paused a webhook", {
    automatic: "A webhook was paused, because its deliveries failed",
  }),
  "webhook.resumed": words("Webhook resumed", "{actor} resumed a webhook"),
  "webhook.secretRotated": words(
    "Webhook secret rotated",
    "{actor} rotated the secret of a webhook",
  ),
  "webhook.removed": words("Webhook removed", "{actor} removed a webhook"),
  "webhook.redelivered": words("Webhook sent again", "{actor} sent a delivery of a webhook again"),
  "webhook.tested": words("Webhook tested", "{actor} sent a test to a webhook"),
  "program.updated": words("Program settings changed", "{actor} changed the program's settings"),
  "program.logoChanged": words("Logo changed", "{actor} changed the program's logo"),
  "program.logoRemoved": words("Logo removed", "{actor} removed the program's logo"),
  "program.adminSetUpOffered": words(
    "First admin offered",
    "{actor} made a link for the first admin",
    {
      automatic: "A link for the first admin was made",
    },
  ),
  "program.adminSetUp": words("First admin set up", "{actor} became the first admin", {
    automatic: "{target} became the first admin",
  }),
  "migration.started": words("Migration started", "{actor} started a migration", {
    automatic: "A migration started",
  }),
  "migration.completed": words("Migration completed", "{actor} completed a migration", {
    automatic: "A migration was completed",
  }),
  "migration.avatarsFetched": words("Pictures migrated", "{actor} migrated pictures", {
    automatic: "Pictures were migrated",
  }),
  "migration.rolledBack": words("Migration rolled back", "{actor} rolled back a migration", {
    automatic: "A migration was rolled back",
  }),
} as const satisfies Record<string, AuditWords>;
