import { Argument, Command, CommanderError, Option } from "commander";
import { type CommandSpec, Given, type OptionSpec } from "./command.ts";
import { COMMANDS, ENVIRONMENT, GROUPS, SHARED_OPTIONS } from "./commands/index.ts";
import { candidates } from "./completion.ts";
import { COMPLETE } from "./completion-scripts.ts";
import { clientOf, connect } from "./connection.ts";
import { EXIT, EXIT_MEANINGS, type ExitCode } from "./exit-codes.ts";
import { explain } from "./explain.ts";
import { usage } from "./failure.ts";
import { createOutput } from "./output.ts";
import { createProfiles } from "./profiles.ts";
import { createTerminal, type World } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** Runs one command line and returns its exit code. */
export async function runCommandLine(args: readonly string[], world: World): Promise<ExitCode> {
  if (args[0] === COMPLETE) {
    for (const word of candidates(args.slice(1))) world.stdout.write(`${word}\n`);
    return EXIT.OK;
  }
  const program = createProgram(world);
  try {
    await program.parseAsync(args.length === 0 ? ["--help"] : [...args], { from: "user" });
    return EXIT.OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
    const { json, jsonl, debug, quiet = false } = program.opts<Record<string, boolean>>();
    const terminal = createTerminal(world, { quiet, color: false });
    if (world.signal.aborted) {
      terminal.error("sundial: Cancelled. (CANCELLED)");
      return EXIT.CANCELLED;
    }
    return explain(error, terminal, { json: json || jsonl, debug });
  }
}

const FIRST_STEPS = ["login", "mentors next", "sessions list", "people export", "call"];

const firstExample = (step: string) =>
  COMMANDS.find(({ name }) => name === step)?.examples.slice(0, 1) ?? [];

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join("\n");

const columns = (rows: readonly (readonly [string | number, string])[]) => {
  const width = Math.max(...rows.map(([name]) => String(name).length));
  return indented(rows.map(([name, about]) => `${String(name).padEnd(width)}  ${about}`));
};

/** Built from the table of commands. */
export function createProgram(world: World): Command {
  const program = new Command("sundial")
    .description("Sundial on the command line: sessions, mentors, people and the audit log.")
    .version(VERSION, "--version", "print the version of this command")
    .helpOption("--help", "show help")
    .helpCommand("help [command]", "show help")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
    })
    .showHelpAfterError("Run it with --help to see what it takes.")
    .exitOverride()
    .addHelpText(
      "after",
      `\nExamples:\n${indented(FIRST_STEPS.flatMap(firstExample))}

Environment:\n${columns(ENVIRONMENT)}

Exit codes:\n${columns(EXIT_MEANINGS)}`,
    );
  for (const option of SHARED_OPTIONS) program.addOption(toOption(option));
  const groups = new Map<string, Command>();
  for (const spec of COMMANDS) {
    const [first = "", second] = spec.name.split(" ");
    if (second === undefined) addCommand(program, first, spec, world);
    else {
      const group = groups.get(first) ?? program.command(first).description(GROUPS[first] ?? "");
      groups.set(first, group);
      addCommand(group, second, spec, world);
    }
  }
  return program;
}

function toOption({ name, value, about, choices }: OptionSpec): Option {
  const option = new Option(value ? `--${name} <${value}>` : `--${name}`, about);
  return choices ? option.choices([...choices]) : option;
}

function addCommand(parent: Command, name: string, spec: CommandSpec, world: World) {
  const command = parent.command(name).description(spec.about);
  if (spec.more) command.addHelpText("after", `\n${spec.more}`);
  command.addHelpText("after", `\nExamples:\n${indented(spec.examples)}`);
  for (const { name: word, about, choices, isOptional } of spec.arguments ?? []) {
    const argument = new Argument(isOptional ? `[${word}]` : `<${word}>`, about);
    // The API may have more procedures than this version knows.
    if (choices && word !== "procedure") argument.choices([...choices]);
    command.addArgument(argument);
  }
  for (const option of spec.options ?? []) command.addOption(toOption(option));
  command.action(() => runSpec(spec, command, world));
}

async function runSpec(spec: CommandSpec, command: Command, world: World) {
  const options: Record<string, unknown> = command.optsWithGlobals();
  const values = new Map<string, unknown>();
  for (const { name } of [...SHARED_OPTIONS, ...(spec.options ?? [])]) {
    values.set(name, options[new Option(`--${name}`).attributeName()]);
  }
  for (const [index, { name }] of (spec.arguments ?? []).entries()) {
    values.set(name, command.args[index]);
  }
  const given = new Given(values);
  if (given.has("json") && given.has("jsonl")) throw usage("Pass --json or --jsonl, not both.");
  const format = given.has("json") ? "json" : given.has("jsonl") ? "jsonl" : "table";
  const terminal = createTerminal(world, {
    quiet: given.has("quiet"),
    // Commander reads --no-color as color: false.
    color: options.color !== false,
  });
  const profiles = createProfiles(world);
  const connection = () =>
    connect(world, profiles, { profile: given.text("profile"), url: given.text("url") });
  await spec.run({
    given,
    world,
    terminal,
    output: createOutput(terminal, format),
    profiles,
    connection,
    client: async () => clientOf(world, await connection()),
    confirm: async (question) => {
      if (!given.has("yes")) await terminal.confirm(question);
    },
  });
}
