import { readFile } from "node:fs/promises";
import type { CommandSpec, Run } from "../command.ts";
import { completionScript, SHELLS } from "../completion-scripts.ts";
import { diagnose } from "../doctor.ts";
import { EXIT } from "../exit-codes.ts";
import { CommandFailure, usage } from "../failure.ts";
import { isInstant, readChoice } from "../values.ts";
import { PROCEDURES } from "../version.ts";

const KINDS = ["query", "mutation"] as const;

async function call(run: Run) {
  const { given, terminal, output } = run;
  const name = given.required("procedure");
  const kind = given.choice("kind", KINDS) ?? PROCEDURES[name];
  if (kind === undefined) {
    throw usage(
      `This version doesn't know the procedure ${name}. Pass --kind if the server has it.`,
    );
  }
  const input = await inputOf(run);
  let target: unknown = await run.client();
  for (const step of [...name.split("."), kind === "query" ? "query" : "mutate"]) {
    target = isHolder(target) ? Reflect.get(target, step) : undefined;
  }
  if (typeof target !== "function") throw usage(`${name} isn't the name of a procedure.`);
  const answer: unknown = await Promise.resolve(target(input));
  if (output.format === "jsonl") {
    for (const item of Array.isArray(answer) ? answer : [answer]) terminal.print(textOf(item));
  } else terminal.print(textOf(answer, 2));
}

const textOf = (value: unknown, indent?: number) => JSON.stringify(value, null, indent) ?? "null";

const isHolder = (value: unknown): value is object =>
  (typeof value === "object" || typeof value === "function") && value !== null;

/** JSON as text, in a file or piped in; undefined without any. */
async function inputOf({ given, terminal }: Run): Promise<unknown> {
  const input = given.text("input");
  if (input === undefined) return undefined;
  const text =
    input === "-"
      ? await terminal.readInput()
      : input.startsWith("@")
        ? await readFile(input.slice(1), "utf8")
        : input;
  try {
    return JSON.parse(text, (_key, value: unknown) =>
      typeof value === "string" && isInstant(value) ? new Date(value) : value,
    );
  } catch (error) {
    throw usage(`The input isn't JSON: ${error instanceof Error ? error.message : error}`);
  }
}

export const toolCommands: CommandSpec[] = [
  {
    name: "call",
    about: "call any procedure of the API",
    more: 'Prints the answer as JSON. In the input, texts such as "2027-03-01T10:00:00Z" are instants.',
    arguments: [
      { name: "procedure", about: "such as mentor.list", choices: Object.keys(PROCEDURES) },
    ],
    options: [
      { name: "input", value: "json", about: "the input: JSON, @file, or - for stdin" },
      {
        name: "kind",
        value: "kind",
        about: "for procedures that this version doesn't know",
        choices: KINDS,
      },
    ],
    examples: [
      "sundial call account.me",
      `sundial call mentor.list --input '{"sort": "name", "limit": 3}'`,
      "sundial call member.list --input @filter.json",
    ],
    run: call,
  },
  {
    name: "doctor",
    about: "check the connection, the versions and the token",
    more: "Ends with the exit code of the first check that failed.",
    examples: ["sundial doctor"],
    async run(run) {
      const { checks, exitCode } = await diagnose(run);
      run.output.list(
        checks,
        {
          check: ({ check }) => check,
          result: ({ result }) => result,
          detail: ({ detail }) => detail,
        },
        { empty: "" },
      );
      if (exitCode !== EXIT.OK) {
        throw new CommandFailure("UNHEALTHY", "At least one check failed.", exitCode);
      }
    },
  },
  {
    name: "completion",
    about: "print a script that completes commands in your shell",
    more: [
      "For bash, add to ~/.bashrc: source <(sundial completion bash)",
      "For zsh, add to ~/.zshrc, behind compinit: source <(sundial completion zsh)",
      "For fish: sundial completion fish > ~/.config/fish/completions/sundial.fish",
    ].join("\n"),
    arguments: [{ name: "shell", about: "your shell", choices: SHELLS }],
    examples: ["sundial completion bash", "sundial completion zsh", "sundial completion fish"],
    async run({ given, terminal }) {
      const shell = readChoice(given.required("shell"), "The shell", SHELLS);
      terminal.print(completionScript(shell));
    },
  },
];
