import type { DemoMentee } from "../people.ts";

/** Name, time zone, and the interest that comes first. In the order in which they joined. */
const PEOPLE: [name: string, timeZone: string, interest: string][] = [
  ["Aisha Bello", "Africa/Lagos", "Career growth"],
  ["Mateo Silva", "America/Sao_Paulo", "System design"],
  ["Chloe Martin", "Europe/Paris", "Product management"],
  ["Ravi Nair", "Asia/Kolkata", "Data engineering"],
  ["Emma Larsen", "Europe/Copenhagen", "Mobile development"],
  ["Daniel Kovacs", "Europe/Budapest", "DevOps"],
  ["Zoe Papadopoulos", "Europe/Athens", "Public speaking"],
  ["Liam Murphy", "Europe/Dublin", "Engineering leadership"],
  ["Nadia Rahman", "Asia/Dhaka", "Machine learning"],
  ["Hugo Blanc", "Europe/Paris", "TypeScript"],
  ["Ines Castro", "Europe/Madrid", "User research"],
  ["Oscar Nyman", "Europe/Stockholm", "Incident response"],
  ["Thandi Dlamini", "Africa/Johannesburg", "Career growth"],
  ["Peter Novak", "Europe/Prague", "System design"],
  ["Leila Haidari", "Europe/Berlin", "Interface design"],
  ["Jack Thompson", "Australia/Sydney", "Technical writing"],
  ["Marta Kowalska", "Europe/Warsaw", "Testing"],
  ["Ahmed Saleh", "Africa/Cairo", "Entrepreneurship"],
  ["Sofia Rossi", "Europe/Rome", "Product management"],
  ["Kenji Mori", "Asia/Tokyo", "Accessibility"],
  ["Grace Wanjiru", "Africa/Nairobi", "Python"],
  ["Lucas Moreau", "America/Montreal", "Engineering leadership"],
  ["Anna Schmidt", "Europe/Vienna", "Data engineering"],
  ["Omar Farouk", "Asia/Dubai", "DevOps"],
  ["Isabel Cruz", "America/Bogota", "Public speaking"],
  ["William Hall", "Europe/London", "Security"],
  ["Mina Park", "Asia/Seoul", "Interface design"],
  ["Jonah Stein", "Asia/Jerusalem", "Open source"],
  ["Camila Rojas", "America/Santiago", "User research"],
  ["Ben Osei", "Africa/Accra", "Mobile development"],
  ["Laura Dupont", "Europe/Brussels", "Career growth"],
  ["Arjun Mehta", "Asia/Kolkata", "Machine learning"],
  ["Sara Lindgren", "Europe/Stockholm", "System design"],
  ["Tariq Aziz", "Asia/Karachi", "TypeScript"],
  ["Maya Cohen", "America/New_York", "Engineering leadership"],
  ["Filip Horvat", "Europe/Zagreb", "Testing"],
  ["Amina Diallo", "Africa/Dakar", "Data engineering"],
  ["George Evans", "Europe/London", "Entrepreneurship"],
  ["Yasmin Ali", "Europe/London", "Product management"],
  ["Tomas Vega", "America/Mexico_City", "Incident response"],
  ["Ella Fischer", "Europe/Berlin", "Technical writing"],
  ["Minh Tran", "Asia/Ho_Chi_Minh", "Python"],
  ["Rosa Jimenez", "America/Los_Angeles", "Accessibility"],
  ["Nils Berg", "Europe/Oslo", "DevOps"],
  ["Carla Mendes", "Europe/Lisbon", "Security"],
  ["David Okoro", "Africa/Lagos", "Mobile development"],
  ["Julia Weiss", "Europe/Zurich", "Career growth"],
  ["Pedro Alves", "America/Sao_Paulo", "System design"],
  ["Hana Suzuki", "Asia/Tokyo", "Interface design"],
  ["Robert King", "America/Chicago", "Public speaking"],
  ["Lea Hoffmann", "Europe/Berlin", "Machine learning"],
  ["Chinedu Eze", "Africa/Lagos", "TypeScript"],
  ["Vera Ivanova", "Europe/Riga", "User research"],
  ["Sean Walsh", "Europe/Dublin", "Entrepreneurship"],
];

const GOALS = [
  "Do it once on my own, from start to end, and have somebody look at it.",
  "Find out whether this is the work I want to do for the next years.",
  "Be the person in my team whom others ask about it.",
  "Get through the interviews for a job I'd be proud of.",
  "Stop guessing, and know which questions to ask first.",
];
const BACKGROUNDS = [
  "Three years in support, then a boot camp.",
  "Final year of a degree in physics.",
  "Five years in a small company where I did a bit of everything.",
  "Returning to work after four years with my children.",
  "Designer who began to write code two years ago.",
];
const LEVELS = ["beginner", "junior", "intermediate", "junior", "senior"] as const;
const HOURS = ["two_to_five", "under_two", "five_to_ten", "over_ten"] as const;
const STYLES = ["hands_on", "discussion", "reading", "observation"] as const;

/** The item that belongs to a place in a list, in turns. */
function inTurn<Item>(items: readonly Item[], place: number): Item {
  const item = items[place % items.length];
  if (item === undefined) throw new Error("an empty list");
  return item;
}

/** Mentees whose half year is generated. */
export const historyMentees: DemoMentee[] = PEOPLE.map(([name, timeZone, interest], place) => ({
  email: `${name.toLowerCase().replaceAll(" ", ".")}@sundial.example`,
  name,
  timeZone,
  experienceLevel: inTurn(LEVELS, place),
  goals: `${interest}: ${inTurn(GOALS, place)}`,
  background: inTurn(BACKGROUNDS, place * 3),
  interests: [...new Set([interest, inTurn(PEOPLE, place + 7)[2]])],
  weeklyHours: inTurn(HOURS, place),
  learningStyle: inTurn(STYLES, place),
}));
