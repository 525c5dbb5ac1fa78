import type { SundialClient } from "@sundial/client";
import type { Connection } from "./connection.ts";
import { usage } from "./failure.ts";
import type { Output } from "./output.ts";
import type { Profiles } from "./profiles.ts";
import type { Terminal, World } from "./terminal.ts";
import { readChoice, readInstant, readNumber } from "./values.ts";

export interface ArgumentSpec {
  name: string;
  about: string;
  isOptional?: boolean;
  choices?: readonly string[];
}

export interface OptionSpec {
  /** Without the dashes. */
  name: string;
  /** What stands for its value; without one, it is a switch. */
  value?: string;
  about: string;
  choices?: readonly string[];
}

/** One command. Parsing, help, completion, the man page and a test of the docs follow from it. */
export interface CommandSpec {
  /** As it is typed, such as "people list". */
  name: string;
  about: string;
  /** More, for its own help and the man page. */
  more?: string;
  arguments?: readonly ArgumentSpec[];
  options?: readonly OptionSpec[];
  /** Whole command lines; a test runs each against a server. */
  examples: readonly string[];
  run: (run: Run) => Promise<unknown>;
}

/** What a command gets to work with. */
export interface Run {
  given: Given;
  world: World;
  terminal: Terminal;
  output: Output;
  profiles: Profiles;
  /** The server and credential of this command. Errors: USAGE without a server. */
  connection: () => Promise<Connection>;
  /** The typed API. Errors: NOT_SIGNED_IN without a token. */
  client: () => Promise<SundialClient>;
  /** Asks, unless --yes was passed. */
  confirm: (question: string) => Promise<void>;
}

/** The arguments and options of one command line, read by their kinds. */
export class Given {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** Errors: USAGE when it is missing. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw usage(`Pass --${name}.`);
    return value;
  }

  has(name: string): boolean {
    return this.#values.get(name) === true;
  }

  number(name: string, range: [number, number]): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : readNumber(value, `--${name}`, range);
  }

  instant(name: string): Date | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : readInstant(value, `--${name}`);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : readChoice(value, `--${name}`, choices);
  }
}
