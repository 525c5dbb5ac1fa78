import { type BookingFacts, openSlots } from "@sundial/scheduling";
import { oracle } from "@sundial/scheduling/oracle";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { DateTime, Interval } from "luxon";
import { Bench } from "tinybench";

const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

/** A Monday; the thirty days after it contain the change to summer time in both hemispheres. */
const from = Date.parse("2027-03-08T00:00:00Z");
const range = { from, to: from + 30 * DAY };

/** Free from nine to five every day, six sessions a day, a start each quarter of an hour. */
function mentorIn(timeZone: string): BookingFacts {
  const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    startMinute: 540,
    endMinute: 1020,
  }));
  const mentorBusy = Array.from({ length: 30 }, (_, day) =>
    [540, 615, 690, 780, 870, 945].map((minute) => {
      const start = DateTime.fromMillis(from, { zone: timeZone })
        .startOf("day")
        .plus({ days: day })
        .set({ hour: Math.floor(minute / 60), minute: minute % 60 })
        .toMillis();
      return { start, end: start + 30 * MINUTE, counts: true };
    }),
  ).flat();
  return {
    mentor: {
      schedules: [{ timeZone, validFrom: null, validTo: null, rules }],
      overrides: [],
      timeOff: [],
      durations: [30],
      slotStep: 15,
      gap: 0,
      minNotice: 240,
      needsAnswer: false,
      horizonDays: 60,
      dailyCap: null,
      weeklyCap: null,
      unavailable: null,
      pausedUntil: null,
    },
    mentorBusy,
    menteeBusy: [],
    now: from,
    duration: 30,
  };
}

/** The same slots as one would compute them with a date library: day by day, start by start. */
function luxonSlots({ mentor, mentorBusy, now, duration }: BookingFacts): number[] {
  const slots: number[] = [];
  const earliest = DateTime.fromMillis(now).plus({ minutes: mentor.minNotice });
  const end = DateTime.fromMillis(range.to);
  const busy = mentorBusy.map((taken) =>
    Interval.fromDateTimes(DateTime.fromMillis(taken.start), DateTime.fromMillis(taken.end)),
  );
  for (const { timeZone, rules } of mentor.schedules) {
    const lastDay = DateTime.fromMillis(now, { zone: timeZone })
      .plus({ days: mentor.horizonDays })
      .endOf("day");
    let day = DateTime.fromMillis(range.from, { zone: timeZone }).startOf("day");
    for (; day < end && day < lastDay; day = day.plus({ days: 1 })) {
      const today = Interval.fromDateTimes(day, day.plus({ days: 2 }));
      const taken = busy.filter((session) => session.overlaps(today));
      for (const rule of rules) {
        if (rule.weekday !== day.weekday) continue;
        const at = (minute: number) =>
          day.set({ hour: Math.floor(minute / 60), minute: minute % 60 });
        const closes = at(rule.endMinute);
        const step = { minutes: mentor.slotStep ?? duration };
        for (let start = at(rule.startMinute); start < closes; start = start.plus(step)) {
          const slot = Interval.fromDateTimes(start, start.plus({ minutes: duration }));
          if (slot.end === null || slot.end > closes || start < earliest) continue;
          if (start.toMillis() < range.from || start >= end) continue;
          if (!taken.some((session) => session.overlaps(slot))) slots.push(start.toMillis());
        }
      }
    }
  }
  return slots;
}

/** The same slots from reading the wall clock of each minute: the oracle of the engine's tests. */
function oracleSlots(facts: BookingFacts): number[] {
  const reasons = oracle(facts, { start: range.from, end: range.to });
  return [...reasons].filter(([, found]) => found.size === 0).map(([start]) => start);
}

/** One mentor for thirty days, three ways; then a thousand mentors on one core. */
export async function measureSlotEngine() {
  console.info("\nOpen slots: one mentor, 30 days, 6 sessions a day, a start each 15 minutes");
  const facts = ZONES.map(mentorIn);
  for (const [index, each] of facts.entries()) {
    const engine = openSlots({ ...each, ...range }).join();
    const same = engine === luxonSlots(each).join() && engine === oracleSlots(each).join();
    if (!same) throw new Error(`The three do not give the same slots in ${ZONES[index]}`);
  }
  console.info(`  all three give the same slots in ${ZONES.join(", ")}`);

  const bench = new Bench({ time: 1_000, warmupTime: 300 });
  let turn = 0;
  const next = () => facts[turn++ % facts.length] ?? mentorIn("UTC");
  bench
    .add("slot engine", () => {
      openSlots({ ...next(), ...range });
    })
    .add("luxon, start by start", () => {
      luxonSlots(next());
    });
  await bench.run();
  const [engine, luxon] = bench.tasks.map(({ result }) =>
    "latency" in result ? result.latency.p50 : Number.NaN,
  );
  const begun = performance.now();
  for (const each of facts) oracleSlots(each);
  const minuteByMinute = (performance.now() - begun) / facts.length;
  if (engine === undefined || luxon === undefined) throw new Error("nothing was measured");
  const line = (name: string, ms: number) =>
    console.info(
      `  ${name.padEnd(26)}${ms.toFixed(3).padStart(10)} ms ${(ms / engine).toFixed(0).padStart(8)} x`,
    );
  line("slot engine (median)", engine);
  line("luxon, start by start", luxon);
  line("oracle, minute by minute", minuteByMinute);

  console.info("\nOpen slots: 1,000 mentors, 30 days each, one core");
  const mentors = Array.from({ length: 1_000 }, (_, index) => facts[index % facts.length]);
  for (const round of ["first pass", "second pass", "third pass"]) {
    const start = performance.now();
    let slots = 0;
    for (const each of mentors) if (each) slots += openSlots({ ...each, ...range }).length;
    const ms = performance.now() - start;
    console.info(`  ${round.padEnd(26)}${ms.toFixed(1).padStart(10)} ms ${slots} slots`);
  }
}
