/** The password of every demo account. Public on purpose: these accounts are for trying things out. */
export const DEMO_PASSWORD = "sundial-demo";

/**
 * DEMO_PASSWORD as Better Auth stores passwords (scrypt), computed once to make seeding repeatable.
 */
export const DEMO_PASSWORD_HASH =
  "17d6793b2c236095bc0a917d736d5544:9d1763cc65df21d7b4faed099fb16acbb7318a5ae8eb1e7c32ba4ff07e408ff71f3fb7e5b1468701aa758b79b8d6954cc5e1a47dbf05c4042f1ce1ef6c4e58d1";

/** How long ago the inactive mentor went on leave. */
export const AWAY_DAYS = 70;

export interface DemoAccount {
  email: string;
  name: string;
  timeZone: string;
  /** For an account that isn't active: its status and the reason staff gave. */
  status?: { is: "inactive" | "suspended"; reason: string; daysAgo: number };
}

export interface DemoMentor extends DemoAccount {
  headline: string;
  bio: string;
  languages: string[];
  expertise: string[];
  durations: number[];
  gapMinutes: number;
  /** Answers each request by hand; the others accept bookings automatically. */
  approvesRequests?: boolean;
  /** Four hours by default. */
  minNoticeMinutes?: number;
  /** Takes no bookings for so many days. */
  pausedForDays?: number;
  /** Weekdays (Monday is 1) with the minutes of the local day in which the mentor is free. */
  hours: { weekdays: number[]; startMinute: number; endMinute: number }[];
}

export interface DemoMentee extends DemoAccount {
  experienceLevel: "beginner" | "junior" | "intermediate" | "senior";
  goals: string;
  background: string;
  interests: string[];
  weeklyHours: "under_two" | "two_to_five" | "five_to_ten" | "over_ten";
  learningStyle: "hands_on" | "discussion" | "reading" | "observation";
}

export const demoAdmin: DemoAccount = {
  email: "alex@sundial.example",
  name: "Alex Chen",
  timeZone: "Europe/London",
};

export const demoManager: DemoAccount = {
  email: "sam@sundial.example",
  name: "Sam Rivera",
  timeZone: "America/New_York",
};

export const demoMentors: DemoMentor[] = [
  {
    email: "amara@sundial.example",
    name: "Amara Okafor",
    timeZone: "Africa/Lagos",
    headline: "Engineering director who still reads pull requests",
    bio: "I have grown three teams from four people to forty. Bring me a decision you keep putting off, and we will take it apart together.",
    languages: ["en", "fr"],
    expertise: ["Engineering leadership", "Career growth", "System design"],
    durations: [30, 60],
    gapMinutes: 10,
    hours: [
      { weekdays: [1, 2, 3, 4, 5], startMinute: 9 * 60, endMinute: 12 * 60 },
      { weekdays: [2, 4], startMinute: 16 * 60, endMinute: 18 * 60 },
    ],
  },
  {
    email: "jonas@sundial.example",
    name: "Jonas Weber",
    timeZone: "Europe/Berlin",
    headline: "Database engineer, fond of boring technology",
    bio: "Schemas, migrations, slow queries. I like to look at real code and a real query plan rather than at slides.",
    languages: ["de", "en"],
    expertise: ["PostgreSQL", "TypeScript", "Testing", "System design"],
    durations: [45],
    gapMinutes: 15,
    hours: [
      { weekdays: [1, 3, 5], startMinute: 9 * 60 + 15, endMinute: 12 * 60 + 15 },
      { weekdays: [2, 4], startMinute: 17 * 60, endMinute: 20 * 60 },
    ],
  },
  {
    email: "priya@sundial.example",
    name: "Priya Raman",
    timeZone: "Asia/Kolkata",
    headline: "Data scientist turned machine-learning lead",
    bio: "I moved from statistics into industry and made most of the mistakes you are about to make. Happy to talk about first jobs and first models alike.",
    languages: ["en", "hi", "ta"],
    expertise: ["Machine learning", "Data engineering", "Python", "Career growth"],
    durations: [30],
    gapMinutes: 0,
    hours: [
      { weekdays: [1, 2, 3, 4, 5], startMinute: 19 * 60, endMinute: 22 * 60 },
      { weekdays: [6], startMinute: 10 * 60, endMinute: 13 * 60 },
    ],
  },
  {
    email: "lucia@sundial.example",
    name: "Lucía Fernández",
    timeZone: "America/Argentina/Buenos_Aires",
    headline: "Product manager who talks to users every week",
    bio: "Interviews, roadmaps and saying no kindly. If you have to present something soon, we can rehearse it.",
    languages: ["es", "en"],
    expertise: ["Product management", "User research", "Public speaking"],
    durations: [30, 60],
    gapMinutes: 0,
    approvesRequests: true,
    hours: [{ weekdays: [1, 2, 4], startMinute: 14 * 60, endMinute: 18 * 60 }],
  },
  {
    email: "grace@sundial.example",
    name: "Grace Kim",
    timeZone: "America/Los_Angeles",
    headline: "Front-end engineer for interfaces everyone can use",
    bio: "Screen readers, keyboards, contrast: I will show you what your page sounds like. I am a night owl, so late hours are fine.",
    languages: ["en", "ko"],
    expertise: ["Accessibility", "Interface design", "TypeScript"],
    durations: [30, 45],
    gapMinutes: 5,
    hours: [
      { weekdays: [2, 3, 4], startMinute: 12 * 60, endMinute: 15 * 60 },
      // Past midnight, into Friday and Saturday.
      { weekdays: [4, 5], startMinute: 22 * 60, endMinute: 25 * 60 },
    ],
  },
  {
    email: "ines@sundial.example",
    name: "Inês Duarte",
    timeZone: "Europe/Lisbon",
    status: { is: "inactive", reason: "On parental leave until summer.", daysAgo: AWAY_DAYS },
    headline: "Security engineer who prefers prevention",
    bio: "Threat models on one page, and fewer secrets in fewer places. I like questions that begin with: what if.",
    languages: ["pt", "en"],
    expertise: ["Security", "System design"],
    durations: [30, 60],
    gapMinutes: 0,
    hours: [{ weekdays: [1, 3], startMinute: 10 * 60, endMinute: 13 * 60 }],
  },
];

export const demoMentees: DemoMentee[] = [
  {
    email: "tom@sundial.example",
    name: "Tom Baker",
    timeZone: "Europe/London",
    experienceLevel: "junior",
    goals: "Design the data model of a service on my own, and be able to defend it in a review.",
    background: "Two years of front-end work at a small agency.",
    interests: ["PostgreSQL", "System design"],
    weeklyHours: "two_to_five",
    learningStyle: "hands_on",
  },
  {
    email: "fatima@sundial.example",
    name: "Fatima Zahra",
    timeZone: "Africa/Casablanca",
    experienceLevel: "beginner",
    goals: "Find my first job in data, and know which projects are worth showing.",
    background: "Mathematics degree, self-taught Python.",
    interests: ["Machine learning", "Career growth"],
    weeklyHours: "five_to_ten",
    learningStyle: "reading",
  },
  {
    email: "noah@sundial.example",
    name: "Noah Williams",
    timeZone: "America/New_York",
    experienceLevel: "intermediate",
    goals: "Move from writing code to leading a small team without losing touch with the code.",
    background: "Six years in back-end teams, the last one as informal lead.",
    interests: ["Engineering leadership", "Public speaking"],
    weeklyHours: "under_two",
    learningStyle: "discussion",
  },
  {
    email: "yuki@sundial.example",
    name: "Yuki Sato",
    timeZone: "Asia/Tokyo",
    experienceLevel: "junior",
    goals: "Build interfaces that pass an accessibility audit the first time.",
    background: "Graphic designer who learned to code.",
    interests: ["Accessibility", "Interface design"],
    weeklyHours: "two_to_five",
    learningStyle: "observation",
  },
  {
    email: "elena@sundial.example",
    name: "Elena Petrova",
    timeZone: "Europe/Sofia",
    experienceLevel: "senior",
    goals: "Switch from engineering to product management within the year.",
    background: "Ten years of embedded software.",
    interests: ["Product management", "User research"],
    weeklyHours: "over_ten",
    learningStyle: "discussion",
  },
  {
    email: "viktor@sundial.example",
    name: "Viktor Lindqvist",
    timeZone: "Europe/Stockholm",
    status: {
      is: "suspended",
      reason: "Sent advertising to three mentors after two warnings.",
      daysAgo: 12,
    },
    experienceLevel: "intermediate",
    goals: "Find customers for my agency.",
    background: "Sales.",
    interests: ["Public speaking"],
    weeklyHours: "under_two",
    learningStyle: "discussion",
  },
];
