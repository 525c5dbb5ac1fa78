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
  /** Repeated every week, so many times. */
  series?: number;
  /** Lines of the shared notes. */
  notes?: { by: "mentor" | "mentee"; text: string }[];
  /** What they agreed to do, so many days after the session. */
  items?: { owner: "mentor" | "mentee"; text: string; dueInDays: number; done: boolean }[];
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
    notes: [
      { by: "mentor", text: "A lead is judged by what the team ships, not by what they write." },
      { by: "mentor", text: "Hand over one decision a week, and don't take it back." },
      { by: "mentee", text: "First one to hand over: the release checklist." },
    ],
    items: [
      { owner: "mentee", text: "Hand over the release checklist", dueInDays: 7, done: true },
      {
        owner: "mentee",
        text: "Write down what I'd decide differently",
        dueInDays: 30,
        done: false,
      },
      { owner: "mentor", text: "Send the reading list", dueInDays: 3, done: true },
    ],
  },
  {
    mentor: "jonas",
    mentee: "tom",
    weeks: -2,
    weekday: 3,
    minute: 10 * 60,
    minutes: 45,
    topic: "Reviewing my first schema",
    notes: [
      { by: "mentee", text: "Every foreign key needs an index on its side." },
      { by: "mentor", text: "Look at the plan before you add one." },
    ],
    items: [{ owner: "mentee", text: "Explain the slowest query", dueInDays: 21, done: false }],
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
    mentor: "priya",
    mentee: "fatima",
    weeks: 1,
    weekday: 6,
    minute: 10 * 60,
    minutes: 30,
    topic: "A portfolio, week by week",
    series: 4,
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
