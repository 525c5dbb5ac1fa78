import type { DbTransaction } from "@sundial/db";
import type { NoticeKind } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { nextMinuteOfDay } from "@sundial/validators/wall-clock";
import type { Hearer, Telling } from "./kind-shapes.ts";
import { kinds } from "./kinds.ts";
import { type QueuedEmail, queueEmails } from "./queue-email.ts";

type Pickable<Email> = Email extends { template: unknown; data: unknown }
  ? Pick<Email, "template" | "data">
  : never;
/** An email in its own words, instead of the ones of the list. */
export type OwnEmail = Pickable<QueuedEmail>;

/** A change to tell people of. */
export interface News {
  kind: NoticeKind;
  /** Distinguishes this change from others of its kind: somebody is told of it once. */
  key: string;
  at: Date;
  /** Who made the change; null when nobody did. */
  actorId: string | null;
  /** Managers are found here; of the others, only those that the kind names are told. */
  people: Partial<Record<Exclude<Hearer, "managers">, string | null>>;
  /** Of the managers, the one whom it must not reach. */
  except?: string;
  officeSession?: { id: string; version: number; startsAt: Date };
  actionItemId?: string;
  /** Facts for the words, nothing that people wrote. */
  data?: Record<string, string | number | boolean | null>;
  email?: (recipientId: string) => OwnEmail;
}

/**
 * Tells people of changes, in their transaction: they hear of them if and only if they commit, once,
 * by the ways that the table of kinds says or that they chose. What can wait for a digest does.
 */
export async function tell(tx: DbTransaction, news: readonly News[]) {
  const everyone = new Set(news.flatMap(namedBy));
  const managers = news.some(tellsManagers) ? await managersOf(tx) : [];
  for (const id of managers) everyone.add(id);
  if (everyone.size === 0) return;
  const people = await tx.user.findMany({
    where: { id: { in: [...everyone] }, anonymizedAt: null },
    select: {
      id: true,
      email: true,
      timeZone: true,
      notificationChoices: {
        where: { kind: { in: news.map(({ kind }) => kind) } },
        select: { kind: true, inApp: true, email: true },
      },
      notificationSettings: { select: { digestAt: true } },
    },
  });
  const byId = new Map(people.map((person) => [person.id, person]));
  const told = news.flatMap((one) => {
    const ids = new Set([...namedBy(one), ...(tellsManagers(one) ? managers : [])]);
    if (one.except !== undefined) ids.delete(one.except);
    return [...ids].flatMap((id) => {
      const person = byId.get(id);
      return person === undefined ? [] : [waysFor(one, person)];
    });
  });
  await tx.notification.createMany({
    data: told.flatMap(({ notification }) => notification ?? []),
    skipDuplicates: true,
  });
  await queueEmails(
    tx,
    told.flatMap(({ email }) => email ?? []),
  );
}

const tellingOf = ({ kind }: News): Telling => kinds[kind].ways.people;

const tellsManagers = (news: News) => tellingOf(news).hears.includes("managers");

function namedBy(news: News): string[] {
  return tellingOf(news).hears.flatMap((hearer) =>
    hearer === "managers" ? [] : (news.people[hearer] ?? []),
  );
}

async function managersOf(tx: DbTransaction): Promise<string[]> {
  const staff = await tx.user.findMany({
    where: { role: { in: ["pm", "admin"] }, status: "active", anonymizedAt: null },
    select: { id: true, role: true },
  });
  const managers = staff.filter(({ role }) => role === "pm");
  return (managers.length > 0 ? managers : staff).map(({ id }) => id);
}

interface Recipient {
  id: string;
  email: string;
  timeZone: string;
  notificationChoices: { kind: string; inApp: boolean; email: boolean }[];
  notificationSettings: { digestAt: number | null } | null;
}

/** What is written for one person: a row of their list, an email, both or nothing. */
function waysFor(news: News, recipient: Recipient) {
  const telling = tellingOf(news);
  const chosen = recipient.notificationChoices.find(({ kind }) => kind === news.kind) ?? telling;
  const isOwn = recipient.id === news.actorId;
  const wantsEmail = chosen.email && (!isOwn || telling.receipt === true);
  const inApp = chosen.inApp && !isOwn;
  const digestAt = recipient.notificationSettings?.digestAt ?? null;
  const digestDueAt =
    wantsEmail && !isOwn && digestAt !== null && canWait(news)
      ? nextMinuteOfDay(digestAt, news.at, recipient.timeZone)
      : null;
  const dedupeKey = `${news.kind} ${news.key}`;
  const { officeSession, at } = news;
  const notification =
    isOwn || (!inApp && !wantsEmail)
      ? null
      : {
          userId: recipient.id,
          kind: news.kind,
          dedupeKey,
          actorId: news.actorId,
          officeSessionId: officeSession?.id,
          actionItemId: news.actionItemId,
          data: news.data,
          inApp,
          digestDueAt,
          createdAt: at,
        };
  if (!wantsEmail || digestDueAt !== null) return { notification, email: null };
  const words: OwnEmail = news.email?.(recipient.id) ?? {
    template: "notification.one",
    data: { recipientId: recipient.id, key: dedupeKey },
  };
  const email: QueuedEmail = {
    ...words,
    recipient: recipient.email,
    dedupeKey: `${dedupeKey} ${recipient.id}`,
    officeSession,
    kind: news.kind,
    canWait: !isOwn && canWait(news),
  };
  return { notification, email };
}

/** What begins within a day can't: the digest, or the end of quiet hours, may come after it. */
function canWait(news: News): boolean {
  if (tellingOf(news).isUrgent) return false;
  if (news.officeSession === undefined) return true;
  const ahead = news.officeSession.startsAt.getTime() - news.at.getTime();
  return ahead <= 0 || ahead > DAY;
}
