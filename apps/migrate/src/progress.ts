import { formatNumber } from "@sundial/validators";
/** A command's progress messages. Never a value of a row. */
export interface Progress {
  /** A step begins or ends. */
  say: (line: string) => void;
  /** This many of the users, or of what else is counted, are done. */
  count: (done: number, total: number, noun?: Noun) => void;
}

/** What a command counts. */
export type Noun = "users" | "sessions and mentors";

export type Style = "terminal" | "lines" | "json";

const LINE_EVERY_MS = 5_000;
const DRAW_EVERY_MS = 100;
const WIDTH = 24;

/**
 * Progress on stderr: a bar with rate and time left on a terminal, an occasional line in a log, or
 * one JSON object per line for programs. `now` is in milliseconds and never goes back.
 */
export function createProgress(
  style: Style,
  write: (text: string) => void = (text) => process.stderr.write(text),
  now: () => number = () => performance.now(),
): Progress {
  let began: { at: number; done: number } | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  let isBarShown = false;

  const clearBar = () => {
    if (isBarShown) write("\r\u001B[2K");
    isBarShown = false;
  };
  return {
    say(line) {
      began = { at: now(), done: 0 };
      clearBar();
      write(style === "json" ? `${JSON.stringify({ event: "step", text: line })}\n` : `${line}\n`);
    },
    count(done, total, noun = "users") {
      began ??= { at: now(), done };
      const isLast = done >= total;
      const pause = style === "terminal" ? DRAW_EVERY_MS : LINE_EVERY_MS;
      if (!isLast && now() - shownAt < pause) return;
      shownAt = now();
      const rate = ratePerSecond(done - began.done, now() - began.at);
      const secondsLeft = rate > 0 ? Math.ceil((total - done) / rate) : undefined;
      if (style === "json") {
        write(`${JSON.stringify({ event: "progress", done, total, rate, secondsLeft })}\n`);
      } else if (style === "lines") {
        write(`  ${sentence({ done, total, rate, secondsLeft, noun })}\n`);
      } else {
        const filled = total === 0 ? WIDTH : Math.round((WIDTH * Math.min(done, total)) / total);
        const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
        write(`\r\u001B[2K  ${bar} ${sentence({ done, total, rate, secondsLeft, noun })}`);
        isBarShown = true;
        if (isLast) {
          write("\n");
          isBarShown = false;
        }
      }
    },
  };
}

interface State {
  done: number;
  total: number;
  rate: number;
  secondsLeft: number | undefined;
  noun: Noun;
}

function sentence({ done, total, rate, secondsLeft, noun }: State) {
  const left = secondsLeft === undefined ? "" : `, ${duration(secondsLeft)} left`;
  const speed = rate > 0 ? `, ${formatNumber(rate)}/s` : "";
  return `${formatNumber(done)} of ${formatNumber(total)} ${noun}${speed}${done >= total ? "" : left}`;
}

function ratePerSecond(rows: number, milliseconds: number) {
  return milliseconds > 0 ? Math.round((rows * 1000) / milliseconds) : 0;
}

function duration(seconds: number) {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
