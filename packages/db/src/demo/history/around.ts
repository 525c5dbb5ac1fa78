import type { Prisma } from "../../index.ts";
import { demoId } from "../demo-id.ts";
import { type DemoAccount, demoAdmin, demoManager, demoMentees, demoMentors } from "../people.ts";
import type { EventRow } from "./life.ts";
import { DAY, HOUR, joinedAt, MINUTE, PROGRAM_DAYS } from "./meetings.ts";
import { historyMentees } from "./mentees.ts";
import { historyMentors } from "./mentors.ts";

type Invitation = Prisma.InvitationCreateManyInput & { id: string; createdAt: Date };

const VALID_DAYS = 14;
/** A week before the link expires. */
const REMINDED_AFTER_DAYS = 7;

/** Addresses that were invited and have no account. */
const INVITED: { email: string; daysAgo: number; role?: "mentor"; revokedAfterDays?: number }[] = [
  { email: "paul.mercer@example.org", daysAgo: 40 },
  { email: "ngozi.ade@example.org", daysAgo: 33, role: "mentor" },
  { email: "helen.stone@example.org", daysAgo: 25, revokedAfterDays: 2 },
  { email: "jorge.luna@example.org", daysAgo: 23 },
  { email: "birgit.falk@example.org", daysAgo: 9 },
  { email: "dr.wei.zhang@example.org", daysAgo: 6, role: "mentor" },
  { email: "ola.nowak@example.org", daysAgo: 2 },
];

const by = ({ email }: DemoAccount, actorRole: "mentee" | "mentor" | "pm" | "admin") => ({
  actorKind: "user" as const,
  actorId: demoId(email),
  actorRole,
});
const signedIn = (account: DemoAccount, role: "pm" | "admin") => ({
  ...by(account, role),
  credential: "session" as const,
  credentialId: demoId(`${demoId(account.email)} session`),
});

/** Who was invited, how people joined, and what staff decided about them. */
export function aroundSessions(today: Date) {
  const daysAgo = (days: number) => new Date(today.getTime() - days * DAY);
  const invitations = [
    ...historyMentors.map((mentor, place) =>
      accepted(mentor, "mentor", daysAgo(PROGRAM_DAYS - 1 - place)),
    ),
    ...historyMentees.flatMap((mentee, place) =>
      place % 6 === 3 ? [accepted(mentee, "mentee", joinedAt(place, today))] : [],
    ),
    ...INVITED.map((each) => pending(each, today)),
  ];
  const events = [
    ...[demoAdmin, demoManager].flatMap((each) =>
      signUp(each, each === demoAdmin ? "admin" : "pm", daysAgo(PROGRAM_DAYS)),
    ),
    ...demoMentors.flatMap((each) => signUp(each, "mentor", daysAgo(PROGRAM_DAYS))),
    ...demoMentees.flatMap((each) => signUp(each, "mentee", daysAgo(PROGRAM_DAYS))),
    ...historyMentors.flatMap((each, place) =>
      signUp(each, "mentor", daysAgo(PROGRAM_DAYS - 1 - place)),
    ),
    ...historyMentees.flatMap((each, place) => signUp(each, "mentee", joinedAt(place, today))),
    ...invitations.flatMap(({ events: each }) => each),
    ...[...demoMentors, ...demoMentees].flatMap((each) => statusChange(each, today)),
    ...historyMentors.flatMap((each) => pause(each, today)),
  ];
  return { invitations: invitations.map(({ row }) => row), events };
}

/** An account, its address and its profile. */
function signUp(
  account: DemoAccount,
  role: "mentee" | "mentor" | "pm" | "admin",
  at: Date,
): EventRow[] {
  const about = { ...by(account, role), targetType: "user", targetId: demoId(account.email) };
  const joined = { ...about, at, action: "account.signedUp" };
  const confirmed = {
    ...about,
    at: new Date(at.getTime() + 4 * MINUTE),
    action: "account.addressConfirmed",
  };
  if (role === "pm" || role === "admin") return [joined, confirmed];
  const profile = {
    ...about,
    credential: "session" as const,
    credentialId: demoId(`${demoId(account.email)} session`),
    at: new Date(at.getTime() + 19 * MINUTE),
    action: "profile.created",
    after: { kind: role },
  };
  return [joined, confirmed, profile];
}

function invitation(
  email: string,
  { role, createdAt }: { role: "mentee" | "mentor"; createdAt: Date },
) {
  const id = demoId(`invitation ${email}`);
  const row: Invitation = {
    id,
    email,
    role,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + VALID_DAYS * DAY),
    invitedById: demoId(demoManager.email),
  };
  const sent: EventRow = {
    ...signedIn(demoManager, "pm"),
    at: createdAt,
    action: "invitation.sent",
    targetType: "invitation",
    targetId: id,
    groupId: demoId(`invitations of ${createdAt.toISOString()}`),
    after: { role },
  };
  return { row, events: [sent] };
}

function accepted(account: DemoAccount, role: "mentee" | "mentor", at: Date) {
  const id = demoId(account.email);
  const { row, events } = invitation(account.email, {
    role,
    createdAt: new Date(at.getTime() - 30 * HOUR),
  });
  Object.assign(row, { status: "accepted", settledAt: at, acceptedById: id });
  events.push({
    ...by(account, role),
    at,
    action: "invitation.accepted",
    targetType: "invitation",
    targetId: row.id,
    after: { role, acceptedBy: id },
  });
  return { row, events };
}

function pending(
  { email, daysAgo, role, revokedAfterDays }: (typeof INVITED)[number],
  today: Date,
) {
  const createdAt = new Date(today.getTime() - daysAgo * DAY + 10 * HOUR);
  const { row, events } = invitation(email, { role: role ?? "mentee", createdAt });
  const after = (days: number) => new Date(createdAt.getTime() + days * DAY);
  if (revokedAfterDays !== undefined) {
    const at = after(revokedAfterDays);
    Object.assign(row, { status: "revoked", settledAt: at });
    const about = { targetType: "invitation", targetId: row.id };
    events.push({ ...signedIn(demoManager, "pm"), ...about, at, action: "invitation.revoked" });
  } else if (daysAgo > REMINDED_AFTER_DAYS) {
    row.remindedAt = after(REMINDED_AFTER_DAYS);
  }
  return { row, events };
}

/** What an admin decided about a person, and why. */
function statusChange({ email, status }: DemoAccount, today: Date): EventRow[] {
  if (status === undefined) return [];
  const ended = status.is === "suspended" ? { sessionsCancelled: 0, calendarFeedsRevoked: 0 } : {};
  const about = { targetType: "user", targetId: demoId(email) };
  const at = new Date(today.getTime() - status.daysAgo * DAY);
  return [
    {
      ...signedIn(demoAdmin, "admin"),
      ...about,
      at: new Date(at.getTime() - 3 * MINUTE),
      action: "member.viewed",
    },
    {
      ...signedIn(demoAdmin, "admin"),
      ...about,
      at,
      action: "member.statusChanged",
      reason: status.reason,
      groupId: demoId(`status of ${email}`),
      before: { status: "active" },
      after: { status: status.is, ...ended },
    },
  ];
}

function pause({ email, pausedForDays }: (typeof historyMentors)[number], today: Date): EventRow[] {
  if (pausedForDays === undefined) return [];
  const id = demoId(email);
  const pausedUntil = new Date(today.getTime() + pausedForDays * DAY).toISOString();
  return [
    {
      actorKind: "user",
      actorId: id,
      actorRole: "mentor",
      credential: "session",
      credentialId: demoId(`${id} session`),
      at: new Date(today.getTime() - 4 * DAY),
      action: "availability.updated",
      targetType: "user",
      targetId: id,
      before: { version: 1, bookingState: "open", pausedUntil: null },
      after: { version: 2, bookingState: "paused", pausedUntil },
    },
  ];
}
