import { refusalOf } from "./callers.ts";

/** What happens at the same time happens a few times in each run: RACES of the environment. */
export function roundsOf(wanted = "3"): number[] {
  return Array.from({ length: Number(wanted) }, (_, round) => round + 1);
}

/** Starts all at once; says of each what became of it: "ok", or the code of its refusal. */
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
