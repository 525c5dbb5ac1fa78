import { refusalOf } from "./callers.ts";

/** Races run a few times per test run: RACES in the environment. */
export function roundsOf(wanted = "3"): number[] {
  return Array.from({ length: Number(wanted) }, (_, round) => round + 1);
}

/** Starts all calls at once and returns each outcome: "ok", or the code of its error. */
export function outcomesOf(calls: (() => Promise<unknown>)[]): Promise<unknown[]> {
  return Promise.all(
    calls.map((call) => {
      const running = call();
      return running.then(
        () => "ok",
        () => refusalOf(running).then(({ code }) => code),
      );
    }),
  );
}
