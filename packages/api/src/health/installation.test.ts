import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { createEndpoint } from "../testing/webhooks.ts";
import { forgetSweepRuns, recordSweep } from "./installation.ts";

const { db, as } = await testApi();
const admin = await as(await createUser(db, { role: "admin" }));

describe("the installation", () => {
  it("is fine when nothing waits", async () => {
    await recordSweep(db, { name: "queueReminders", now: minutesAfter(NOW, -1) });
    await recordSweep(db, { name: "sweepOfficeSessions", now: NOW });
    expect(await admin.health.installation()).toMatchObject({
      worker: { ranAt: minutesAfter(NOW, -1), late: [] },
      email: { oldestDueAt: null, failed: 0 },
      webhooks: { troubledEndpoints: 0, failedDeliveries: 0 },
      version: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  it("names what is late, waits and fails", async () => {
    await recordSweep(db, { name: "queueReminders", now: minutesAfter(NOW, 15) });
    await recordSweep(db, { name: "ofAnotherVersion", now: minutesAfter(NOW, -900) });
    await forgetSweepRuns(db, ["queueReminders", "sweepOfficeSessions"]);
    const email = { recipient: "a@b.example", template: "account.signedOutEverywhere" };
    await db.emailOutbox.createMany({
      data: [
        { ...email, dedupeKey: "1", dueAt: minutesAfter(NOW, -5) },
        { ...email, dedupeKey: "2", dueAt: minutesAfter(NOW, -7) },
        { ...email, dedupeKey: "3", dueAt: minutesAfter(NOW, 60) },
        { ...email, dedupeKey: "4", dueAt: minutesAfter(NOW, -60), status: "failed" },
        { ...email, dedupeKey: "5", dueAt: minutesAfter(NOW, -8 * 24 * 60), status: "failed" },
      ],
    });
    const failing = await createEndpoint(db);
    await db.webhookEndpoint.update({ where: { id: failing.id }, data: { failingSince: NOW } });
    await createEndpoint(db);
    const caller = await as(await createUser(db, { role: "admin" }), {
      now: minutesAfter(NOW, 16),
    });
    expect(await caller.health.installation()).toMatchObject({
      worker: { ranAt: NOW, late: ["sweepOfficeSessions"] },
      email: { oldestDueAt: minutesAfter(NOW, -7), failed: 1 },
      webhooks: { troubledEndpoints: 1 },
    });
  });

  it("is for admins to see", async () => {
    const pm = await as(await createUser(db, { role: "pm" }));
    await expect(pm.health.installation()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
