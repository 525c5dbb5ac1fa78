import { createHash } from "node:crypto";
import { withinTime } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";
import { personWithEverything } from "../testing/person-with-everything.ts";
import { columnsHolding, personalColumns } from "../testing/personal-columns.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";
import { createEndpoint } from "../testing/webhooks.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

describe("account.export", () => {
  it("contains everything about the person, and is recorded as an event", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await db.sessionNote.create({
      data: { officeSessionId: session.id, authorId: mentee.id, body: "My own note" },
    });
    const settings = { locale: "de-DE", clock: "h12", dateOrder: "ymd", weekStart: 6 } as const;
    await db.user.update({ where: { id: mentee.id }, data: settings });
    const exported = await (await as(mentee)).account.export();
    expect(exported).toMatchObject({
      account: { id: mentee.id, email: mentee.email, ...settings },
      mentorProfile: null,
      menteeProfile: { goals: "Learn by doing", goalsVisibility: "sessions" },
      officeSessions: [{ id: session.id, mentor: { name: mentor.name } }],
      notes: [{ body: "My own note" }],
      emails: [{ template: "officeSession.booked" }],
      eventsAreComplete: true,
    });
    expect(exported.events.map(({ action }) => action)).toEqual(["officeSession.booked"]);
    expect(
      await db.auditEvent.findMany({ where: { targetId: mentee.id, action: "account.exported" } }),
    ).toMatchObject([{ actorId: mentee.id }]);
    const ofMentor = await (await as(mentor)).account.export();
    expect(ofMentor.mentorProfile).toMatchObject({ schedules: [{ rules: expect.any(Array) }] });
  });

  it("lists what other programs were told about the person", async () => {
    await createEndpoint(db, { includePersonalTexts: true });
    await createEndpoint(db, { kinds: ["session.booked"] });
    const { mentee } = await bookedSession(db, as);
    const told = { kind: "session.booked", status: "pending", deliveredAt: null };
    const { webhooks } = await (await as(mentee)).account.export();
    expect(webhooks).toHaveLength(2);
    expect(webhooks).toEqual(
      expect.arrayContaining([
        { ...told, createdAt: NOW, withPersonalTexts: true },
        { ...told, createdAt: NOW, withPersonalTexts: false },
      ]),
    );
    await db.webhookEndpoint.deleteMany();
  });

  it("may take longer than other calls", async () => {
    const caller = await as(await createUser(db));
    const exported = await withinTime(0, () => caller.account.export());
    expect(exported.eventsAreComplete).toBe(true);
  });

  it("contains every database column that holds an owner's data", async () => {
    const { person, identities } = await personWithEverything(db);
    const exported = await (await as(person)).account.export();
    const { account, mentorProfile, officeSessions, events } = exported;
    const told: Record<string, unknown> = {
      "accounts.account_id": account.accounts,
      "accounts.user_id": account.accounts,
      "availability_overrides.mentor_id": mentorProfile?.overrides,
      "availability_schedules.mentor_id": mentorProfile?.schedules,
      "avatar_fetches.user_id": account.avatarFetch,
      "avatars.user_id": account.avatar,
      "calendar_feeds.user_id": account.calendarFeeds,
      "device_logins.user_id": account.deviceLogins,
      "email_changes.new_email": account.emailChange,
      "email_changes.user_id": account.emailChange,
      "email_outbox.recipient": exported.emails,
      "events.actor_id": events.filter(({ byYou }) => byYou),
      "events.target_id": events.filter(({ targetId }) => targetId === person.id),
      "expertise.mentor_id": mentorProfile?.expertise,
      "feedback.about_id": exported.feedbackReceived,
      "feedback.author_id": exported.feedback,
      "mentor_ratings.mentor_id": exported.rating,
      "offered_minutes.mentor_id": exported.offeredMinutes,
      "misuse_reports.reporter_id": exported.misuseReports,
      "nudges.person_id": exported.nudges.filter(({ byYou }) => !byYou),
      "nudges.sent_by_id": exported.nudges.filter(({ byYou }) => byYou),
      // What others reported about a person is for staff alone, so the person must not learn of it.
      "misuse_reports.reported_id": account.id,
      "reliability_objections.person_id": exported.reliabilityObjections,
      "notification_choices.user_id": account.notificationChoices,
      "notification_settings.user_id": account.notificationSettings,
      "notifications.actor_id": account.notifications,
      "notifications.user_id": account.notifications,
      "invitations.accepted_by_id": exported.invitations,
      "invitations.email": exported.invitations,
      "mentee_profiles.user_id": exported.menteeProfile,
      "mentor_applications.user_id": exported.mentorApplications,
      "mentor_profiles.user_id": mentorProfile,
      "migration_records.owner_key": exported.movedIn,
      "migration_records.source_key": exported.movedIn,
      "migration_records.target_key": exported.movedIn,
      "office_sessions.mentee_id": officeSessions.filter(({ mentee }) => mentee.id === person.id),
      "office_sessions.mentor_id": officeSessions.filter(({ mentor }) => mentor.id === person.id),
      "passkeys.user_id": account.passkeys,
      "personal_access_tokens.user_id": account.accessTokens,
      "program_settings.contact_email": exported.isProgramContact,
      "no_show_reports.author_id": exported.noShowReports,
      "saved_filters.user_id": exported.savedFilters,
      "staff_notes.about_id": exported.staffNotes,
      // What they wrote about others as staff is about those.
      "staff_notes.author_id": account.id,
      "service_accounts.owner_email": exported.serviceAccounts,
      "session_notes.author_id": exported.notes,
      "action_items.author_id": exported.actionItems,
      "action_items.mentor_id": exported.actionItems,
      "action_items.mentee_id": exported.actionItems,
      "goals.mentee_id": exported.goals,
      "sessions.user_id": account.sessions,
      "time_off.mentor_id": mentorProfile?.timeOff,
      "totp_factors.user_id": account.totpFactors,
      "users.email": account.email,
      "users.id": account.id,
      // Derived from the hours and from the times of sessions.
      "earliest_slots.mentor_id": mentorProfile?.schedules,
      "mentee_waits.user_id": officeSessions,
      "time_claims.user_id": officeSessions,
      "program_days.mentor_id": officeSessions,
      // What a person did to others' sessions is among their events.
      "office_sessions.cancelled_by_id": events,
      "office_sessions.created_by_id": events,
      "office_sessions.moved_by_id": events,
      "invitations.invited_by_id": events,
      "mentor_applications.decided_by_id": events,
      "misuse_reports.decided_by_id": events,
      "reliability_objections.decided_by_id": events,
      "idempotency_keys.actor_id": officeSessions,
      // Secrets that open the account; the export records only that they exist.
      "recovery_codes.user_id": account.totpFactors,
      "verifications.subject": events,
    };
    const columns = await columnsHolding(db, await personalColumns(db), identities);
    expect(Object.keys(told).sort()).toEqual(columns);
    for (const [column, value] of Object.entries(told)) {
      expect(Array.isArray(value) ? value[0] : value, column).toBeTruthy();
    }
    expect(account.avatar).toMatchObject({ webp: Buffer.from("RIFF").toString("base64") });
    expect(exported.movedIn).toMatchObject([{ unplaced: { phone: "+44 20 7946 0000" } }]);
  });

  it("contains no secrets and nothing private of others", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await door.givePassword(mentee);
    const { password } = await db.account.findFirstOrThrow({ where: { userId: mentee.id } });
    const { token } = await db.session.create({
      data: {
        userId: mentee.id,
        token: "session-token-of-mine",
        expiresAt: new Date("2030-01-01"),
      },
    });
    const caller = await as(mentee);
    const { address } = await caller.calendar.createFeed();
    const feedToken = /feed\/([\w-]+)\.ics/.exec(address)?.[1] ?? "";
    const digest = createHash("sha256").update(feedToken).digest("hex");
    await db.sessionNote.create({
      data: { officeSessionId: session.id, authorId: mentor.id, body: "The mentor's private note" },
    });
    const admin = await createUser(db, { role: "admin" });
    await db.auditEvent.create({
      data: {
        actorKind: "user",
        actorId: admin.id,
        actorRole: "admin",
        origin: { create: { ip: "203.0.113.9" } },
        action: "member.viewed",
        targetType: "user",
        targetId: mentee.id,
        reason: "A complaint by somebody else",
      },
    });
    const exported = await caller.account.export();
    const text = JSON.stringify(exported);
    const secrets = [PASSWORD, password ?? "", token, feedToken, digest];
    const others = [
      ...["The mentor's private note", "A complaint by somebody else", "203.0.113.9"],
      ...[admin.id, mentor.email],
    ];
    for (const hidden of [...secrets, ...others]) expect(text).not.toContain(hidden);
    expect(exported.events).toContainEqual(
      expect.objectContaining({ action: "member.viewed", byYou: false, actorRole: "admin" }),
    );
  });
});
