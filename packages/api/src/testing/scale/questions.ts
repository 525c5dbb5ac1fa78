import type { AuthSession } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { serveAuditExport } from "../../audit/http.ts";
import { readCalendarFeed } from "../../calendar/service.ts";
import { createContext } from "../../context.ts";
import { listOutbox } from "../../email/outbox.ts";
import { serveMemberExport } from "../../member/export.ts";
import { serveSessionExport } from "../../office-session/export.ts";
import { encodeCursor } from "../../paging.ts";
import {
  callers,
  renewSession,
  SITE,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../callers.ts";
import { waitingLogin } from "../device-logins.ts";
import { comingInQuestions } from "./coming-in-questions.ts";
import { dashboardQuestions } from "./dashboard-questions.ts";
import { feedbackQuestions } from "./feedback-questions.ts";
import { followUpQuestions } from "./follow-up-questions.ts";
import type { Question } from "./question.ts";
import { staffQuestions } from "./staff-questions.ts";
import { stuckQuestions } from "./stuck-questions.ts";

/**
 * Every list, search and single read of the API in a program that `fillProgram` made at `now`: by
 * people with the most rows and by ordinary people, the first page, the next one and one far
 * behind, and with each filter.
 */
export async function questionsOf(db: Db, now: Date): Promise<Question[]> {
  const { as } = callers(db);
  const [mentee0, mentee5, mentor0, mentor5, pm, admin] = await Promise.all(
    ["mentee0", "mentee5", "mentor0", "mentor5", "pm0", "admin0"].map((id) => as({ id }, { now })),
  );
  if (!(mentee0 && mentee5 && mentor0 && mentor5 && pm && admin)) throw new Error("nobody is here");
  // An hour after midnight for this reader, whenever it is: the directory then looks past the night.
  await db.user.update({ where: { id: "mentee6" }, data: { timeZone: zoneAtOne(now) } });
  const mentee6 = await as({ id: "mentee6" }, { now });
  const days = (count: number) => new Date(now.getTime() + count * DAY);
  const found = await landmarks(db);

  const questions: Question[] = [];
  const add = (of: string, asked: Record<string, () => Promise<unknown>>) => {
    for (const [about, ask] of Object.entries(asked)) questions.push({ of, about, ask });
  };

  const people = {
    everyone: {},
    "far behind": { cursor: encodeCursor([found.name, ""]) },
    mentors: { role: "mentor" as const },
    "mentors, far behind": { role: "mentor" as const, cursor: encodeCursor([found.name, ""]) },
    admins: { role: "admin" as const },
    "part of a name": { search: "okafor" },
    "part of many names": { search: "an" },
    "a whole name": { search: found.name },
    "no such name": { search: "quillfeather" },
    "letters nobody has": { search: "zzx" },
    "a common name, far behind": { search: "rossi", cursor: encodeCursor([found.name, ""]) },
  };
  for (const [about, input] of Object.entries(people)) {
    add("member.list", { [about]: () => pm.member.list(input) });
    add("profile.list", { [about]: () => pm.profile.list(input) });
  }
  add("member.list", {
    suspended: () => pm.member.list({ status: "suspended" }),
    "inactive mentors": () => pm.member.list({ role: "mentor", status: "inactive" }),
    "part of an address": () => pm.member.list({ search: "mentee99" }),
    "a part of every address": () => pm.member.list({ search: ".example" }),
    "a mentor's name": () => pm.member.list({ search: "dmitri", role: "mentor" }),
  });
  add("member.byId", {
    "a busy mentor": () => pm.member.byId({ id: "mentor0" }),
    "a busy mentee, with events": () => admin.member.byId({ id: "mentee0" }),
  });
  add("member.previewSuspension", {
    "a busy mentor": () => admin.member.previewSuspension({ id: "mentor0" }),
  });

  add("audit.actions", { all: () => admin.audit.actions() });
  const month = { from: days(-600), to: days(-570) };
  const events = {
    everything: {},
    "next page": { cursor: encodeCursor([found.lastSeq]) },
    "far behind": { cursor: encodeCursor([found.middleSeq]) },
    "one actor": { actorId: "mentee5" },
    "an actor of many": { actorId: "admin0" },
    "one target": { targetId: found.targetId },
    "a target of many": { targetId: "mentee0" },
    "a target of very many": { targetId: "events" },
    "no such target": { targetId: "nobody" },
    "an action": { action: "account.signedIn" },
    "a rare action": { action: "audit.read" },
    "an action, far behind": {
      action: "account.signedIn",
      cursor: encodeCursor([found.middleSeq]),
    },
    "a noun": { action: "account" },
    "a rare noun": { action: "audit" },
    "no such noun": { action: "nothing" },
    "a month long ago": month,
    "before long ago": { to: days(-570) },
    "an action, a month long ago": { action: "account.signedIn", ...month },
    "a noun, a month long ago": { action: "officeSession", ...month },
    "an actor of many, a month long ago": { actorId: "admin0", ...month },
    "a target and a noun": { targetId: "mentee0", action: "account" },
    "an actor and a noun": { actorId: "mentee5", action: "member" },
  };
  for (const [about, input] of Object.entries(events)) {
    add("audit.list", { [about]: () => admin.audit.list(input) });
  }
  const exported = (query: string) => async () =>
    firstOf(await exportOf(db, now, { serve: serveAuditExport, file: "events.csv", query }));
  add("/api/audit/events.csv", {
    "first lines": exported(""),
    "first lines of a noun": exported("action=officeSession"),
    "first lines about a target": exported("targetId=mentee0"),
  });

  add("/api/sessions/sessions.csv", {
    "first lines": async () =>
      firstOf(
        await exportOf(db, now, { serve: serveSessionExport, file: "sessions.csv", query: "" }),
      ),
  });
  add("/api/people/people.csv", {
    "first lines": async () =>
      firstOf(await exportOf(db, now, { serve: serveMemberExport, file: "people.csv", query: "" })),
  });

  const readers = {
    "busy mentee": mentee0,
    mentee: mentee5,
    "busy mentor": mentor0,
    mentor: mentor5,
    staff: pm,
  };
  for (const [who, caller] of Object.entries(readers)) {
    for (const when of ["upcoming", "past", "awaiting"] as const) {
      const first = await caller.officeSession.list({ when });
      add("officeSession.list", { [`${who}, ${when}`]: () => caller.officeSession.list({ when }) });
      if (first.nextCursor === null) continue;
      add("officeSession.list", {
        [`${who}, ${when}, next page`]: () =>
          caller.officeSession.list({ when, cursor: first.nextCursor }),
      });
    }
    const cursor = encodeCursor([days(-500).toISOString(), found.sessionId]);
    add("officeSession.list", {
      [`${who}, past, far behind`]: () => caller.officeSession.list({ when: "past", cursor }),
    });
  }
  const [session] = (await mentee0.officeSession.list({})).items;
  if (session === undefined) throw new Error("nothing is booked");
  const week = { from: days(1), to: days(8) };
  add("officeSession.byId", {
    "one's own": () => mentee0.officeSession.byId({ id: session.id }),
    "somebody's": () => pm.officeSession.byId({ id: session.id }),
  });
  add("officeSession.openSlots", {
    "a week": () => pm.officeSession.openSlots({ id: session.id, ...week }),
  });

  const slots = { mentorId: "mentor0", durationMinutes: 30 };
  add("availability.openSlots", {
    "a week": () => mentee5.availability.openSlots({ ...slots, ...week }),
  });
  add("availability.explain", {
    "a start": () => pm.availability.explain({ ...slots, startsAt: days(2) }),
  });
  add("availability.sessionsOutside", {
    "a busy mentor": () => pm.availability.sessionsOutside({ mentorId: "mentor0" }),
  });
  const { edit } = await mentor0.availability.mine();
  add("availability.preview", {
    "a busy mentor": () => mentor0.availability.preview({ edit, ...week }),
  });
  add("availability.mine", { "a busy mentor": () => mentor0.availability.mine() });

  add("mentor.list", {
    earliest: () => mentee5.mentor.list({}),
    "earliest, at night": () => mentee6.mentor.list({}),
    "one expertise, at night": () => mentee6.mentor.list({ expertise: "rust" }),
    "by name": () => mentee5.mentor.list({ sort: "name" }),
    "by name, far behind": () =>
      mentee5.mentor.list({ sort: "name", cursor: encodeCursor([found.name, ""]) }),
    "part of a name": () => mentee5.mentor.list({ search: "okafor", sort: "name" }),
    "part of a headline": () => mentee5.mentor.list({ search: "built rust" }),
    "no such mentor": () => mentee5.mentor.list({ search: "quillfeather" }),
    "one expertise": () => mentee5.mentor.list({ expertise: "rust" }),
    "one language": () => mentee5.mentor.list({ language: "de" }),
  });
  add("mentor.filters", { all: () => mentee5.mentor.filters() });
  add("mentor.mySetUp", { "a busy mentor": () => mentor0.mentor.mySetUp() });
  for (const asked of await comingInQuestions(db, now)) questions.push(asked);
  for (const asked of await followUpQuestions(db, now)) questions.push(asked);
  for (const asked of await feedbackQuestions(db, now)) questions.push(asked);
  for (const asked of await stuckQuestions(db, now)) questions.push(asked);
  for (const asked of await staffQuestions(db, now)) questions.push(asked);
  for (const asked of await dashboardQuestions(db, now)) questions.push(asked);
  add("mentor.byId", { "a busy mentor": () => mentee5.mentor.byId({ id: "mentor0" }) });

  add("profile.me", { "a busy mentee": () => mentee0.profile.me() });
  add("profile.preview", { "a busy mentee": () => mentee0.profile.preview() });
  add("profile.byId", {
    "of one's mentor": () => mentee0.profile.byId({ id: session.mentor.id }),
    "of one's mentee": () => mentor0.profile.byId({ id: "mentee0" }),
    "of a stranger, refused": () => mentor0.profile.byId({ id: "mentee5" }).catch(() => null),
  });

  add("account.me", { "a busy mentee": () => mentee0.account.me() });
  add("account.emailChange", { "a busy mentee": () => mentee0.account.emailChange() });
  add("account.listSessions", { "a busy mentee": () => mentee0.account.listSessions() });
  add("account.whoami", { "a mentee": () => mentee0.account.whoami() });
  add("serviceAccount.list", { "an admin": () => admin.serviceAccount.list() });
  add("serviceAccount.byId", {
    "an admin": () => admin.serviceAccount.byId({ id: found.serviceAccountId }),
  });
  add("program.about", { anybody: () => mentee5.program.about() });
  add("program.settings", { "an admin": () => admin.program.settings() });
  add("webhook.list", { all: () => admin.webhook.list() });
  const { endpointId, deliveryId } = found;
  add("webhook.byId", { one: () => admin.webhook.byId({ id: endpointId }) });
  add("webhook.listDeliveries", {
    all: () => admin.webhook.listDeliveries({ id: endpointId }),
    "far behind": () =>
      admin.webhook.listDeliveries({
        id: endpointId,
        cursor: encodeCursor([days(-15).toISOString(), deliveryId]),
      }),
    failed: () => admin.webhook.listDeliveries({ id: endpointId, status: "failed" }),
    "pending, of which there are none": () =>
      admin.webhook.listDeliveries({ id: endpointId, status: "pending" }),
  });
  add("webhook.deliveryById", { one: () => admin.webhook.deliveryById({ id: deliveryId }) });

  add("personalAccessToken.list", { "a busy mentee": () => mentee0.personalAccessToken.list() });
  const { userCode } = await waitingLogin(db, now);
  add("deviceLogin.byCode", {
    "a waiting program": () => mentee0.deviceLogin.byCode({ userCode }),
    "a wrong code": () => mentee0.deviceLogin.byCode({ userCode: "BBBBBBBB" }).catch(() => null),
  });
  add("signInMethod.list", { "a busy mentee": () => mentee0.signInMethod.list() });
  add("secondFactor.mine", { "a busy mentee": () => mentee0.secondFactor.mine() });
  add("calendar.feeds", { "a busy mentor": () => mentor0.calendar.feeds() });
  add("health.version", { anybody: () => mentee5.health.version() });
  add("catalogue.list", { all: () => mentee5.catalogue.list() });
  add("catalogue.byName", {
    "one procedure": () => mentee5.catalogue.byName({ name: "officeSession.book" }),
  });
  add("health.check", { anybody: () => mentee5.health.check() });
  for (const id of ["mentor0", "mentee0"]) {
    add("/api/calendar/feed", { [id]: () => readCalendarFeed(contextOf(db, now, null), id) });
  }
  const from = { name: "Sundial", address: "sundial@example.org" };
  add("/outbox", { latest: () => listOutbox({ db, now, ...SITE, from }) });
  return questions;
}

/** Rows in the middle of lists, for reading far behind. */
async function landmarks(db: Db) {
  const [name] = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM users WHERE anonymized_at IS NULL AND name > 'N' ORDER BY name LIMIT 1`;
  const [events] = await db.$queryRaw<{ last: string; middle: string; target: string }[]>`
    SELECT (max(seq) - 20)::text AS last, (max(seq) / 2)::text AS middle,
           (SELECT target_id FROM events WHERE action = 'officeSession.booked' ORDER BY seq LIMIT 1) AS target
      FROM events`;
  const [session] = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM office_sessions LIMIT 1`;
  const [serviceAccount] = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM service_accounts LIMIT 1`;
  const [delivery] = await db.$queryRaw<{ id: string; endpoint: string }[]>`
    SELECT id::text, endpoint_id::text AS endpoint FROM webhook_deliveries LIMIT 1`;
  if (!(name && events && session && serviceAccount && delivery)) {
    throw new Error("the program is empty");
  }
  return {
    name: name.name,
    lastSeq: events.last,
    middleSeq: events.middle,
    targetId: events.target,
    sessionId: session.id,
    serviceAccountId: serviceAccount.id,
    endpointId: delivery.endpoint,
    deliveryId: delivery.id,
  };
}

/** As somebody who is signed in, or nobody. */
function contextOf(db: Db, now: Date, actor: AuthSession | null) {
  const auth = {
    totpSecrets,
    unsubscribeLinks,
    webhookSecrets,
    renewSession,
    getSession: async () => actor,
  };
  return createContext({ headers: new Headers(), db, auth, ...SITE, now: () => now });
}

interface Exported {
  serve: typeof serveAuditExport;
  file: string;
  query: string;
}

async function exportOf(db: Db, now: Date, { serve, file, query }: Exported) {
  const user = await db.user.findUniqueOrThrow({ where: { id: "admin0" } });
  const expiresAt = new Date(now.getTime() + DAY);
  const ctx = contextOf(db, now, {
    ...user,
    kind: "user",
    credential: "session",
    credentialId: "test",
    expiresAt,
  });
  return serve(ctx, { method: "GET", file, query: new URLSearchParams(query) });
}

/** The header and the first batch of an export. */
async function firstOf(response: Response) {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("the export is empty");
  await reader.read();
  const { value } = await reader.read();
  await reader.cancel();
  if (value === undefined) throw new Error("the export has no events");
}

/** A zone where it is past one in the morning. The names of these zones have the opposite sign. */
function zoneAtOne(now: Date): string {
  const behind = ((now.getUTCHours() - 1 + 12) % 24) - 12;
  return behind < 0 ? `Etc/GMT${behind}` : `Etc/GMT+${behind}`;
}
