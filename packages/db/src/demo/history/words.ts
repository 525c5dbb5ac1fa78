/** What sessions are about, by the mentor's expertise. */
export const topics: Record<string, string[]> = {
  "Engineering leadership": [
    "My first direct report",
    "Leading without the title",
    "A team that doesn't disagree",
    "Hiring for the first time",
    "Delegating what I like to do",
  ],
  "Career growth": [
    "A promotion I was told to wait for",
    "Two offers, one week",
    "What to put on one page",
    "Coming back after a break",
    "Asking for more money",
  ],
  "System design": [
    "One service or three",
    "Where the queue belongs",
    "A design review that went badly",
    "Caching without lies",
  ],
  PostgreSQL: [
    "An index that isn't used",
    "Migrations without downtime",
    "Locks I didn't know I took",
    "Counting a large table",
  ],
  TypeScript: [
    "Types for a messy API",
    "Getting rid of any",
    "Errors as values",
    "A monorepo that stays fast",
  ],
  Testing: ["Tests that fail on Mondays", "What not to test", "Testing code nobody understands"],
  "Machine learning": [
    "A baseline before a model",
    "Reading a paper in an hour",
    "When the data is wrong",
    "Explaining a model to a manager",
  ],
  "Data engineering": [
    "A pipeline that runs twice",
    "Batch or stream",
    "Late data",
    "Ownership of a table",
  ],
  Python: ["From notebook to package", "Types in Python", "Speeding up one loop"],
  "Product management": [
    "Saying no to a big customer",
    "A roadmap people believe",
    "What to cut from the first release",
    "Numbers for a product review",
  ],
  "User research": [
    "Finding five people to talk to",
    "Questions that lead",
    "From notes to a finding",
  ],
  "Public speaking": ["A talk of ten minutes", "Stage fright", "Slides with fewer words"],
  Accessibility: ["A form with a screen reader", "Contrast that passes", "Keyboard traps"],
  "Interface design": ["An empty state that helps", "Fewer settings", "Critique of my portfolio"],
  Security: ["A threat model on one page", "Secrets in the repository"],
  DevOps: ["A pipeline under ten minutes", "Rolling back without fear", "Alerts worth waking for"],
  "Incident response": [
    "Writing the first postmortem",
    "Staying calm on a call",
    "Who decides at 3 a.m.",
  ],
  "Mobile development": [
    "Offline first",
    "A release every two weeks",
    "The app is slow on old phones",
  ],
  Entrepreneurship: [
    "The first ten customers",
    "A co-founder who leaves",
    "A price, not a discount",
  ],
  "Technical writing": ["A guide people finish", "Editing my own words"],
  "Open source": ["My first pull request elsewhere", "Maintaining without burning out"],
};

export const agendas = [
  "I'll bring what I have so far, and the question I can't answer.",
  "Ten minutes on what happened last time, then the new problem.",
  "",
  "",
  "Please be direct. I have to decide by Friday.",
];

/** What mentees say, by rating. */
export const ofMentors: Record<number, string[]> = {
  5: [
    "I left with a plan for the next two weeks.",
    "Asked the question I had avoided.",
    "Worth every minute. The example made it click.",
    "Kind, honest and prepared.",
  ],
  4: [
    "Very helpful. I would have liked more time for my own case.",
    "Good advice, a little fast for me.",
    "Clear and practical.",
  ],
  3: ["Fine, but we talked about another topic than I had asked for.", "Useful in parts."],
  2: ["We started late and ended early."],
};

/** What mentors say, by rating. */
export const ofMentees: Record<number, string[]> = {
  5: ["Came prepared, and had tried it before we met.", "Great questions. Keep the notes up."],
  4: ["Good progress. Next time, send the material the day before.", "Curious and open."],
  3: ["Hard to help without an example. Bring one next time."],
};

export const forStaff = [
  "The meeting link didn't work for the first five minutes.",
  "I'd like a second mentor for this topic.",
];

export const notes = {
  menteeCancels: ["I'm ill, sorry.", "A deadline moved. Can we find another week?", ""],
  mentorCancels: ["I have to travel at short notice.", "Something came up in my family."],
  declines: ["This isn't my field. Try a mentor for it.", "I'm full this week, please ask again."],
  moves: ["My train leaves earlier.", "A meeting moved on top of it.", ""],
  absent: ["I waited for twenty minutes.", "Nobody came.", ""],
  settledNoShow: [
    "Talked to both. The calendar entry had been deleted by mistake, but nobody wrote.",
    "No answer to two emails about it.",
  ],
  settledCompleted: ["They met in another room and forgot to check in."],
  staffCancels: ["The mentor asked us to, from the hospital."],
};
