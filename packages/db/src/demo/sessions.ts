interface DemoFeedback {
  rating: number;
  comment: string;
  forStaff?: string;
}

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
  /** What they say about it. */
  feedback?: { mentor?: DemoFeedback; mentee?: DemoFeedback };
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
    feedback: {
      mentor: { rating: 5, comment: "Noah came with the hard question first. Keep doing that." },
      mentee: {
        rating: 5,
        comment: "I left with one thing to try, and it worked.",
        forStaff: "An hour was too short for us. Could we have ninety minutes?",
      },
    },
  },
  {
    mentor: "amara",
    mentee: "tom",
    weeks: -4,
    weekday: 2,
    minute: 9 * 60,
    minutes: 60,
    topic: "Saying no to a deadline",
    feedback: {
      mentor: { rating: 4, comment: "Honest about what he avoids. Next time, bring the plan." },
      mentee: { rating: 4, comment: "She asked more than she answered, which I needed." },
    },
  },
  {
    mentor: "amara",
    mentee: "fatima",
    weeks: -5,
    weekday: 4,
    minute: 14 * 60,
    minutes: 60,
    topic: "A first job at a small company",
    feedback: { mentee: { rating: 5, comment: "Practical, and kind." } },
  },
  {
    mentor: "amara",
    mentee: "elena",
    weeks: -6,
    weekday: 1,
    minute: 15 * 60,
    minutes: 60,
    topic: "Working with engineers who disagree",
    feedback: {
      mentor: { rating: 5, comment: "Elena had tried two things before we met." },
      mentee: { rating: 5, comment: "Her examples came from real teams." },
    },
  },
  {
    mentor: "amara",
    mentee: "yuki",
    weeks: -7,
    weekday: 3,
    minute: 10 * 60,
    minutes: 60,
    topic: "Designing for other people's systems",
    feedback: { mentee: { rating: 4, comment: "Good questions. A little rushed at the end." } },
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
    feedback: {
      mentor: { rating: 4, comment: "Tom read the manual first, and it showed." },
      mentee: { rating: 5, comment: "I understand my own indexes now." },
    },
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
    // Lucia hasn't answered yet.
    feedback: { mentee: { rating: 4, comment: "The script we wrote together helped a lot." } },
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
