import { can } from "@sundial/auth";
import {
  type OfficeSessionStatus,
  officeSessionStatus,
  role,
  userStatus,
} from "@sundial/validators";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import {
  allowedActions,
  dueTransition,
  editableDetails,
  endsWithParty,
  findTransition,
  isLateCancellation,
  type OfficeSessionAction,
  type OfficeSessionState,
  transitions,
} from "./policy.ts";

const START = Date.parse("2027-03-01T10:00:00Z");
const END = START + HOUR;
const EXPIRY = START - 20 * HOUR;
const NOTICE_MINUTES = 240;

const ACTIONS = [
  "approve",
  "decline",
  "cancel",
  "reschedule",
  "edit",
  "checkIn",
  "runLate",
  "complete",
  "reportNoShow",
  "correct",
] as const satisfies OfficeSessionAction[];

const EVER = Number.NEGATIVE_INFINITY;
const NEVER = Number.POSITIVE_INFINITY;

type Who = "mentee" | "mentor" | "staff";
type Facts = Pick<
  OfficeSessionState,
  | "menteeMoves"
  | "mentorMoves"
  | "mentorCheckInAt"
  | "menteeCheckInAt"
  | "noShowParty"
  | "disputed"
  | "settledAt"
>;

/**
 * The rules of the state machine, written a second time in another form: from when (inclusive)
 * until when (exclusive), who may do what, and what else must hold.
 */
const AGREED: [
  from: OfficeSessionStatus,
  action: OfficeSessionAction,
  to: readonly OfficeSessionStatus[],
  who: Who,
  opens: number,
  closes: number,
  holds?: (facts: Facts) => boolean,
][] = [
  ["requested", "approve", ["scheduled"], "mentor", EVER, EXPIRY],
  ["requested", "approve", ["scheduled"], "staff", EVER, EXPIRY],
  ["requested", "decline", ["declined"], "mentor", EVER, EXPIRY],
  ["requested", "decline", ["declined"], "staff", EVER, EXPIRY],
  ["requested", "cancel", ["cancelled"], "mentee", EVER, EXPIRY],
  ["requested", "cancel", ["cancelled"], "staff", EVER, EXPIRY],

  [
    "scheduled",
    "reschedule",
    ["scheduled"],
    "mentee",
    EVER,
    START - 4 * HOUR,
    (s) => s.menteeMoves < 3,
  ],
  ["scheduled", "reschedule", ["scheduled"], "mentor", EVER, START, (s) => s.mentorMoves < 3],
  ["scheduled", "reschedule", ["scheduled"], "staff", EVER, END],
  ["scheduled", "cancel", ["cancelled"], "mentee", EVER, START],
  ["scheduled", "cancel", ["cancelled"], "mentor", EVER, START],
  ["scheduled", "cancel", ["cancelled"], "staff", EVER, END],
  ...(["mentee", "mentor", "staff"] as const).flatMap((who): (typeof AGREED)[number][] => [
    ["requested", "edit", ["requested"], who, EVER, EXPIRY],
    ["scheduled", "edit", ["scheduled"], who, EVER, END],
  ]),
  ...(["mentee", "mentor"] as const).flatMap((who): (typeof AGREED)[number][] => {
    const notThere = (s: Facts) => s[`${who}CheckInAt`] === null;
    return [
      ["scheduled", "checkIn", ["scheduled"], who, START - 10 * MINUTE, END, notThere],
      ["scheduled", "runLate", ["scheduled"], who, START - HOUR, END, notThere],
    ];
  }),
  ["scheduled", "complete", ["completed"], "mentor", START, NEVER],
  ["scheduled", "complete", ["completed"], "staff", START, NEVER],

  ...(["scheduled", "completed"] as const).flatMap((from) =>
    (["mentee", "mentor", "staff"] as const).map((who): (typeof AGREED)[number] => [
      from,
      "reportNoShow",
      ["no_show"],
      who,
      START + 10 * MINUTE,
      END + 7 * DAY,
      (s) => who === "staff" || s.settledAt === null,
    ]),
  ),
  ...(["mentee", "mentor"] as const).map((who): (typeof AGREED)[number] => [
    "no_show",
    "reportNoShow",
    ["no_show"],
    who,
    START + 10 * MINUTE,
    END + 7 * DAY,
    (s) => s.noShowParty === who && !s.disputed && s.settledAt === null,
  ]),

  ["completed", "correct", ["no_show"], "staff", EVER, NEVER],
  ["no_show", "correct", ["completed", "no_show"], "staff", EVER, NEVER],
];

const PEOPLE: { id: string; who: Who | null }[] = [
  { id: "the-mentee", who: "mentee" },
  { id: "the-mentor", who: "mentor" },
  { id: "someone", who: null },
];

const MOMENTS = [
  EXPIRY,
  START - 4 * HOUR,
  START - 3 * HOUR,
  START - HOUR,
  START - 10 * MINUTE,
  START,
  START + 10 * MINUTE,
  END,
  END + DAY,
  END + 7 * DAY,
].flatMap((moment) => [moment - 1, moment]);

/**
 * Where a transition of people may lead: requests expire only automatically.
 */
const ENDS = ["requested", "scheduled", "completed", "cancelled", "declined", "no_show"] as const;

const FACTS: Facts[] = [2, 3].flatMap((menteeMoves) =>
  [2, 3].flatMap((mentorMoves) =>
    ([null, "mentee", "mentor", "both"] as const).flatMap((noShowParty) =>
      [false, true].flatMap((disputed) =>
        [null, new Date(END)].flatMap((settledAt) =>
          ([null, "mentee", "mentor"] as const).map((there) => ({
            menteeMoves,
            mentorMoves,
            mentorCheckInAt: there === "mentor" ? new Date(START) : null,
            menteeCheckInAt: there === "mentee" ? new Date(START) : null,
            noShowParty,
            disputed,
            settledAt,
          })),
        ),
      ),
    ),
  ),
);

const sessionWith = (
  status: OfficeSessionStatus,
  facts: Partial<OfficeSessionState> = {},
): OfficeSessionState => ({
  status,
  mentorId: "the-mentor",
  menteeId: "the-mentee",
  startsAt: new Date(START),
  endsAt: new Date(END),
  expiresAt: status === "requested" ? new Date(EXPIRY) : null,
  minNoticeMinutes: NOTICE_MINUTES,
  menteeMoves: 0,
  mentorMoves: 0,
  movedById: null,
  mentorCheckInAt: null,
  menteeCheckInAt: null,
  noShowParty: null,
  disputed: false,
  settledAt: null,
  ...facts,
});

/** Every person in every role, and what inactive accounts may still do. */
const ACTORS = PEOPLE.flatMap(({ id, who }) =>
  role.options.flatMap((personRole) =>
    userStatus.options.map((personStatus) => ({
      actor: { id, role: personRole, status: personStatus },
      relation: who ?? (personRole === "pm" || personRole === "admin" ? "staff" : null),
    })),
  ),
);

function agreedEnds(
  [status, action]: readonly [OfficeSessionStatus, OfficeSessionAction],
  { relation, facts, moment }: { relation: Who | null; facts: Facts; moment: number },
) {
  return AGREED.filter(
    ([from, does, , who, opens, closes, holds]) =>
      from === status &&
      does === action &&
      who === relation &&
      opens <= moment &&
      moment < closes &&
      (holds?.(facts) ?? true),
  ).flatMap(([, , ends]) => ends);
}

/** From when until when a session ends because a party was suspended or erased. */
const ENDS_WITH_PARTY: Partial<Record<OfficeSessionStatus, [opens: number, closes: number]>> = {
  requested: [EVER, EXPIRY],
  scheduled: [EVER, START],
};

describe("the details of a session", () => {
  it.each([
    ["mentee", "the-mentee", "mentee", ["topic", "agenda"]],
    ["mentor", "the-mentor", "mentor", ["topic", "agenda", "location"]],
    ["program manager", "someone", "pm", ["topic", "agenda", "location"]],
    ["stranger", "someone", "mentee", []],
  ] as const)(
    "are for the %s to change as agreed, until it is over",
    (_who, id, personRole, may) => {
      const actor = { id, role: personRole, status: "active" } as const;
      const details = (status: OfficeSessionStatus, at: number) =>
        editableDetails(sessionWith(status), actor, new Date(at));
      expect(details("scheduled", END - 1)).toEqual(may);
      expect(details("requested", EXPIRY - 1)).toEqual(may);
      expect(details("scheduled", END)).toEqual([]);
      for (const status of ["completed", "cancelled", "declined", "expired", "no_show"] as const) {
        expect(details(status, START)).toEqual([]);
      }
    },
  );
});

describe("the life of a session", () => {
  it.each(officeSessionStatus.options)("%s: allows exactly the agreed actions", (status) => {
    const wrong: string[] = [];
    for (const { actor, relation } of ACTORS) {
      for (const facts of actor.status === "active" ? FACTS : FACTS.slice(0, 1)) {
        const session = sessionWith(status, facts);
        for (const moment of MOMENTS) {
          const now = new Date(moment);
          const allowed = allowedActions(session, actor, now);
          for (const action of ACTIONS) {
            const agreed = agreedEnds([status, action], { relation, facts, moment });
            const does = action === "runLate" ? "checkIn" : action;
            const expected = can(actor, `session:${does}`) ? agreed : [];
            const found = ENDS.filter((to) =>
              findTransition({ action, to }, session, { actor, now }),
            );
            if (found.join() === expected.join() && allowed.includes(action) === found.length > 0) {
              continue;
            }
            wrong.push(`${action} by ${JSON.stringify(actor)} at ${now.toISOString()}: ${found}`);
          }
        }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it.each(officeSessionStatus.options)("%s: ends with its person exactly when agreed", (status) => {
    const [opens, closes] = ENDS_WITH_PARTY[status] ?? [NEVER, NEVER];
    for (const facts of FACTS) {
      const session = sessionWith(status, facts);
      for (const moment of MOMENTS) {
        const expected = opens <= moment && moment < closes;
        expect(endsWithParty(session, new Date(moment)), `${moment}`).toBe(expected);
      }
    }
  });

  it("lists each action of a session once", () => {
    const staff = { id: "sam", role: "pm", status: "active" } as const;
    const after = new Date(END + HOUR);
    expect(allowedActions(sessionWith("no_show", { noShowParty: "both" }), staff, after)).toEqual([
      "correct",
    ]);
  });

  it.each([
    ["requested", EXPIRY - 1, undefined],
    ["requested", EXPIRY, "expired"],
    ["scheduled", END + DAY - 1, undefined],
    ["scheduled", END + DAY, "completed"],
    ["completed", END + 30 * DAY, undefined],
    ["no_show", END + 30 * DAY, undefined],
    ["cancelled", END + 30 * DAY, undefined],
    ["declined", END + 30 * DAY, undefined],
    ["expired", END + 30 * DAY, undefined],
  ] as const)("without action, one that is %s at %d becomes %s", (status, at, to) => {
    expect(dueTransition(sessionWith(status), new Date(at))?.to).toBe(to);
  });

  it("ends in a state that can be corrected, or in a final one", () => {
    const ends = officeSessionStatus.options.filter((status) => transitions[status].length === 0);
    expect(ends).toEqual(["cancelled", "declined", "expired"]);
  });
});

describe("late cancellations", () => {
  const late = new Date(START - 3 * HOUR + 1);

  it.each([
    ["mentee", new Date(START - 3 * HOUR), {}, false],
    ["mentee", late, {}, true],
    ["mentor", late, {}, true],
    ["staff", late, {}, false],
    ["mentee", late, { movedById: "the-mentee" }, true],
    ["mentee", late, { movedById: "the-mentor" }, false],
    ["mentee", late, { movedById: "sam" }, false],
    ["mentor", late, { movedById: "the-mentee" }, true],
  ] as const)("by the %s at %s, %o: %s", (relation, now, facts, expected) => {
    expect(isLateCancellation(sessionWith("scheduled", facts), relation, now)).toBe(expected);
  });

  it("don't count for a request", () => {
    expect(isLateCancellation(sessionWith("requested"), "mentee", late)).toBe(false);
  });
});
