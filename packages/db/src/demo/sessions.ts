export interface DemoSession {
  mentor: string;
  mentee: string;
  weeks: number;
  weekday: number;
  minute: number;
  minutes: number;
  topic: string;
  /** Still awaits the mentor's answer. */
  requested?: boolean;
}

/**
 * Sessions between the demo people, by the names in their email addresses. `weeks` counts from the
 * week of the seed: negative ones are in the past and were completed.
 */
export const demoSessions: DemoSession[] = [
  {
    mentor: "amara",
    mentee: "noah",
    weeks: -3,
    weekday: 1,
    minute: 9 * 60,
    minutes: 60,
    topic: "From senior to lead: what changes",
  },
  {
    mentor: "jonas",
    mentee: "tom",
    weeks: -2,
    weekday: 3,
    minute: 10 * 60,
    minutes: 45,
    topic: "Reviewing my first schema",
  },
  {
    mentor: "priya",
    mentee: "fatima",
    weeks: -1,
    weekday: 6,
    minute: 10 * 60,
    minutes: 30,
    topic: "Which projects to show",
  },
  {
    mentor: "lucia",
    mentee: "elena",
    weeks: -1,
    weekday: 2,
    minute: 15 * 60,
    minutes: 30,
    topic: "A first customer interview",
  },
  {
    mentor: "amara",
    mentee: "noah",
    weeks: 1,
    weekday: 2,
    minute: 16 * 60,
    minutes: 60,
    topic: "Giving feedback upwards",
  },
  {
    mentor: "jonas",
    mentee: "tom",
    weeks: 1,
    weekday: 5,
    minute: 9 * 60 + 15,
    minutes: 45,
    topic: "Reading a query plan",
  },
  {
    mentor: "grace",
    mentee: "yuki",
    weeks: 1,
    weekday: 3,
    minute: 12 * 60,
    minutes: 30,
    topic: "What my page sounds like",
  },
  {
    mentor: "lucia",
    mentee: "noah",
    weeks: 1,
    weekday: 4,
    minute: 16 * 60,
    minutes: 30,
    topic: "Rehearsing my first talk",
    requested: true,
  },
  {
    mentor: "lucia",
    mentee: "elena",
    weeks: 2,
    weekday: 4,
    minute: 14 * 60,
    minutes: 60,
    topic: "From roadmap to decision",
  },
];
