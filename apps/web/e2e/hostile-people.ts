import { randomUUID } from "node:crypto";
import { createDb } from "@sundial/db";
import { DEMO_PASSWORD_HASH } from "@sundial/db/demo";
import { createMentee, createMentor } from "@sundial/db/factories";
import { DAY, HOUR } from "@sundial/validators/durations";

const LONG_WORD =
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const ADDRESS = `${"https://meet.example/"}${"room-without-a-break".repeat(12)}`;

/**
 * People and sessions with texts as long as the product allows, without breaks, to see how pages
 * handle them. They sign in with the demo password.
 */
export async function addHostilePeople(url: string, now: Date) {
  const db = createDb({ url });
  const zone = "America/North_Dakota/New_Salem";
  const mentor = await createMentor(db, {
    user: { name: LONG_WORD.slice(0, 80), email: addressOf("mentor"), emailVerified: true },
    profile: {
      headline: `${LONG_WORD}${LONG_WORD}`.slice(0, 120),
      bio: `${ADDRESS} ${LONG_WORD} `.repeat(4),
      languages: ["de", "pt-BR", "zh-Hant-TW", "es-419"],
      durations: [10, 15, 25, 45, 50, 75, 120, 240],
      location: ADDRESS,
    },
    timeZone: zone,
    // Free all day, so for almost everyone, part of it is on another day.
    hours: [{ startMinute: 0, endMinute: 1440 }],
    expertise: [LONG_WORD.slice(0, 40), "Application programming interfaces", "C"],
  });
  const mentee = await createMentee(db, {
    name: `${LONG_WORD.slice(0, 40)} ${"W".repeat(39)}`,
    email: addressOf("mentee"),
    emailVerified: true,
    timeZone: "America/Argentina/ComodRivadavia",
  });
  await db.menteeProfile.update({
    where: { userId: mentee.id },
    data: {
      goals: ADDRESS,
      background: LONG_WORD,
      interests: [LONG_WORD.slice(0, 40), "W".repeat(40)],
    },
  });
  const inactive = await createMentee(db, {
    name: "W".repeat(80),
    email: addressOf("inactive"),
    emailVerified: true,
    status: "inactive",
    statusReason: ADDRESS,
    statusChangedAt: now,
  });
  const paused = await createMentor(db, {
    user: { name: "Pausing Pia" },
    profile: { bookingState: "paused", pausedUntil: new Date(now.getTime() + 40 * DAY) },
  });
  for (const { id } of [mentor, mentee, inactive]) {
    const data = { userId: id, accountId: id, providerId: "credential" };
    await db.account.create({ data: { ...data, password: DEMO_PASSWORD_HASH } });
  }

  async function session(fields: {
    menteeId: string;
    inDays: number;
    status: "scheduled" | "requested" | "completed" | "cancelled";
  }) {
    const { menteeId, inDays, status } = fields;
    const startsAt = new Date(Math.ceil(now.getTime() / HOUR) * HOUR + inDays * DAY);
    const endsAt = new Date(startsAt.getTime() + HOUR);
    const expiresAt = status === "requested" ? new Date(now.getTime() + DAY) : null;
    const claim = { startsAt, endsAt, expiresAt };
    const isHeld = status === "scheduled" || status === "requested";
    const { id } = await db.officeSession.create({
      data: {
        mentorId: mentor.id,
        menteeId,
        status,
        startsAt,
        endsAt,
        blockedUntil: endsAt,
        expiresAt,
        topic: `${LONG_WORD}${LONG_WORD}`.slice(0, 120),
        agenda: `${ADDRESS}\n${LONG_WORD}`,
        changeNote: `${LONG_WORD} ${ADDRESS}`,
        location: ADDRESS,
        mentorTimeZone: zone,
        menteeTimeZone: zone,
        createdById: menteeId,
        movedById: status === "scheduled" ? mentor.id : null,
        ...(status === "cancelled"
          ? { cancelledAt: now, cancelledById: mentor.id, cancelReason: "mentor_withdrew" as const }
          : {}),
        claims: isHeld
          ? { create: [mentor.id, menteeId].map((userId) => ({ userId, ...claim })) }
          : {},
      },
    });
    return id;
  }
  const sessions = {
    scheduled: await session({ menteeId: mentee.id, inDays: 3, status: "scheduled" }),
    requested: await session({ menteeId: mentee.id, inDays: 4, status: "requested" }),
    completed: await session({ menteeId: mentee.id, inDays: -3, status: "completed" }),
    cancelled: await session({ menteeId: mentee.id, inDays: 5, status: "cancelled" }),
    ofInactive: await session({ menteeId: inactive.id, inDays: 6, status: "scheduled" }),
  };
  const serviceAccount = await db.serviceAccount.create({
    data: {
      name: LONG_WORD.slice(0, 60),
      ownerEmail: `${"team".repeat(12)}@${"long".repeat(12)}.example`,
      permissions: ["session:read", "session:cancel", "member:list", "audit:read"],
      createdAt: now,
      keys: {
        create: {
          keyHash: randomUUID(),
          createdAt: now,
          expiresAt: new Date(now.getTime() + 30 * DAY),
        },
      },
    },
  });
  const webhook = await addEndpoint(db, now);
  const application = await db.mentorApplication.create({
    data: {
      userId: mentee.id,
      expertise: [LONG_WORD.slice(0, 40), "W".repeat(40)],
      experience: `${ADDRESS}\n${LONG_WORD}`,
      why: LONG_WORD,
      submittedAt: now,
      status: "declined",
      settledAt: now,
      decidedById: mentor.id,
      answer: `${ADDRESS} ${LONG_WORD}`,
    },
  });
  const feedback = { rating: 3, comment: `${ADDRESS} ${LONG_WORD}`, forStaff: LONG_WORD };
  for (const party of ["mentor", "mentee"] as const) {
    await db.feedback.create({
      data: {
        ...feedback,
        officeSessionId: sessions.completed,
        party,
        authorId: party === "mentor" ? mentor.id : mentee.id,
        aboutId: party === "mentor" ? mentee.id : mentor.id,
        visibleAt: now,
        announcedAt: now,
        createdAt: now,
      },
    });
  }
  await db.mentorRating.create({
    data: { mentorId: mentor.id, average: 3.5, ratings: 12_345, people: 1234, countedAt: now },
  });
  const report = await db.misuseReport.create({
    data: {
      reporterId: mentor.id,
      reportedId: mentee.id,
      about: "session",
      officeSessionId: sessions.completed,
      quote: `${ADDRESS} ${LONG_WORD}`,
      reason: "other",
      words: `${LONG_WORD} ${ADDRESS}`,
      createdAt: now,
    },
  });
  await db.$disconnect();
  const addresses = { mentor: mentor.email, mentee: mentee.email, inactive: inactive.email };
  return {
    mentor: mentor.id,
    mentee: mentee.id,
    inactive: inactive.id,
    paused: paused.id,
    serviceAccount: serviceAccount.id,
    ...sessions,
    webhook,
    application: application.id,
    report: report.id,
    addresses,
  };
}

/** A paused endpoint with a long URL and a delivery that failed. */
async function addEndpoint(db: ReturnType<typeof createDb>, now: Date) {
  const { id } = await db.webhookEndpoint.create({
    data: {
      url: ADDRESS,
      description: LONG_WORD,
      status: "paused",
      pauseReason: "failing",
      failingSince: now,
      secret: "sealed",
      createdAt: now,
      deliveries: {
        create: {
          kind: "session.noShowReported",
          data: { topic: LONG_WORD },
          status: "failed",
          attempts: 1,
          failures: 1,
          nextAttemptAt: now,
          createdAt: now,
          log: {
            create: { number: 1, at: now, durationMs: 1, statusCode: 302, failure: "redirect" },
          },
        },
      },
    },
  });
  return id;
}

/** 60 characters before the at sign, as long as an unbroken text may be. */
function addressOf(name: string) {
  return `${name}.${"x".repeat(50)}@${"long-domain-name".repeat(3)}.example`;
}
