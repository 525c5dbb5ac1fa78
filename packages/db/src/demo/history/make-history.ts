import type { Prisma } from "../../index.ts";
import { demoId } from "../demo-id.ts";
import { demoManager } from "../people.ts";
import { type Random, seededRandom } from "../random.ts";
import { aroundSessions } from "./around.ts";
import { feedbackAfter } from "./feedback.ts";
import type { EventRow, Fate, Life } from "./life.ts";
import { liveThrough } from "./lives.ts";
import { type Meeting, midnightOf, planMeetings, type Taken } from "./meetings.ts";

/** How sessions end, out of so many. */
const FATES: [Fate, number][] = [
  ["completed", 54],
  ["moved", 5],
  ["menteeCancels", 6],
  ["menteeCancelsLate", 4],
  ["mentorCancels", 2],
  ["mentorCancelsLate", 2],
  ["menteeAbsent", 4],
  ["mentorAbsent", 2],
  ["settledAbsent", 1],
  ["settledCompleted", 1],
  ["staffCancels", 1],
];
/** What becomes of requests, and of those to the mentor who travels. */
const OF_REQUESTS: [Fate, number][] = [
  ["completed", 12],
  ["declined", 2],
  ["expired", 1],
];
const OF_THE_TRAVELER: [Fate, number][] = [
  ["completed", 9],
  ["declined", 1],
  ["expired", 2],
];
const TRAVELER = "diego@sundial.example";

/** So many sessions, the most recent ones, still wait for staff to settle them. */
const DISPUTES = 2;
/** Every so many upcoming sessions of mentors who answer by hand is still a request. */
const WAITING = 2;

/**
 * Half a year of the program up to the day of `now`, as rows: sessions, what people said afterwards,
 * invitations, and the audit log of all of it in its order. The same day makes the same rows. Nothing
 * takes time that is `taken`, by the mentor's address.
 */
export function makeHistory(now: Date, taken: Map<string, Taken[]>) {
  const today = midnightOf(now);
  const random = seededRandom(2027);
  const lives = liveAll(planMeetings(random, today, taken), { random, today });
  const feedback = lives.map((life) => feedbackAfter(life, { random, today }));
  const { invitations, events } = aroundSessions(today);
  return {
    sessions: lives.map(({ row }) => row),
    claims: lives.flatMap(claimsOf),
    feedback: feedback.flatMap(({ rows }) => rows),
    invitations,
    events: inOrder([
      ...events,
      ...lives.flatMap((life) => [...life.events, ...looksOf(life)]),
      ...feedback.flatMap((each) => each.events),
    ]),
  };
}

/** As they happened. Those of one moment stay in their order. */
export function inOrder(events: EventRow[]): EventRow[] {
  return events.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function liveAll(meetings: Meeting[], { random, today }: { random: Random; today: Date }): Life[] {
  const deckOf = (fates: [Fate, number][]) =>
    random.deck(fates.flatMap(([fate, count]) => Array.from({ length: count }, () => fate)));
  const fates = deckOf(FATES);
  const ofRequests = deckOf(OF_REQUESTS);
  const ofTheTraveler = deckOf(OF_THE_TRAVELER);
  const past = meetings.filter(({ endsAt }) => endsAt.getTime() < today.getTime());
  const recent = past
    .toSorted((one, other) => other.endsAt.getTime() - one.endsAt.getTime())
    .slice(0, DISPUTES);
  let requests = 0;
  const fateOf = (meeting: Meeting): Fate => {
    const { mentor, startsAt } = meeting;
    if (recent.includes(meeting)) return "disputed";
    const answers = mentor.approvesRequests === true;
    if (startsAt.getTime() > today.getTime()) {
      return answers && requests++ % WAITING === 0 ? "waiting" : "upcoming";
    }
    const answer = answers && (mentor.email === TRAVELER ? ofTheTraveler : ofRequests)();
    return answer === "declined" || answer === "expired" ? answer : fates();
  };
  return meetings.map((meeting) => liveThrough(meeting, { random, today, fate: fateOf(meeting) }));
}

/** What keeps the time of an upcoming session free of others. */
function claimsOf({ row, meeting }: Life): Prisma.TimeClaimCreateManyInput[] {
  if (row.status !== "scheduled" && row.status !== "requested") return [];
  const { id: officeSessionId, mentorId, menteeId, expiresAt } = row;
  const { startsAt, endsAt, blockedUntil } = meeting;
  const claim = { officeSessionId, startsAt, expiresAt };
  return [
    { ...claim, id: demoId(`${officeSessionId} mentor`), userId: mentorId, endsAt: blockedUntil },
    { ...claim, id: demoId(`${officeSessionId} mentee`), userId: menteeId, endsAt },
  ];
}

/** A program manager reads about both people before they settle anything. */
function looksOf({ row, events }: Life): EventRow[] {
  const settled = events.find(({ action }) => action === "officeSession.corrected");
  if (settled === undefined) return [];
  const { at, actorKind, actorId, actorRole, credential, credentialId } = settled;
  return [row.menteeId, row.mentorId].map((targetId, index) => ({
    actorKind,
    actorId: actorId ?? demoId(demoManager.email),
    actorRole,
    credential,
    credentialId,
    at: new Date(at.getTime() - (9 - 4 * index) * 60_000),
    action: "member.viewed",
    targetType: "user",
    targetId,
  }));
}
