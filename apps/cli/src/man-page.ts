import type { CommandSpec, OptionSpec } from "./command.ts";
import { COMMANDS, ENVIRONMENT, SHARED_OPTIONS } from "./commands/index.ts";
import { EXIT_MEANINGS } from "./exit-codes.ts";
import { VERSION } from "./version.ts";

/** sundial(1), in the language of man pages. */
export function manPage(): string {
  return [
    `.TH SUNDIAL 1 "" "sundial ${VERSION}" "User Commands"`,
    ".SH NAME",
    "sundial \\- Sundial on the command line",
    ".SH SYNOPSIS",
    ".B sundial",
    "\\fIcommand\\fR [\\fIoptions\\fR]",
    ".SH COMMANDS",
    ...COMMANDS.flatMap(commandSection),
    ".SH OPTIONS",
    "Every command takes these.",
    ...SHARED_OPTIONS.flatMap(optionLines),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, about]) => [".TP", `.B ${roff(name)}`, roff(about)]),
    ".SH EXIT STATUS",
    ...EXIT_MEANINGS.flatMap(([code, meaning]) => [".TP", `.B ${code}`, roff(meaning)]),
    "",
  ].join("\n");
}

function commandSection(spec: CommandSpec): string[] {
  const words = (spec.arguments ?? []).map(({ name }) => ` \\fI${roff(name)}\\fR`).join("");
  return [
    `.SS "sundial ${roff(spec.name)}${words}"`,
    roff(`${spec.about.charAt(0).toUpperCase()}${spec.about.slice(1)}.`),
    ...(spec.more ? [".PP", ...spec.more.split("\n").flatMap((line) => [roff(line), ".br"])] : []),
    ...(spec.arguments ?? []).flatMap(({ name, about }) => [
      ".TP",
      `.I ${roff(name)}`,
      roff(about),
    ]),
    ...(spec.options ?? []).flatMap(optionLines),
    ".PP",
    "Examples:",
    ".nf",
    ...spec.examples.map((example) => `    ${roff(example)}`),
    ".fi",
  ];
}

function optionLines({ name, value, about, choices }: OptionSpec): string[] {
  const of = choices ? `: ${choices.join(", ")}` : "";
  const placeholder = value ? ` \\fI${roff(value)}\\fR` : "";
  return [".TP", `\\fB${roff(`--${name}`)}\\fR${placeholder}`, roff(`${about}${of}`)];
}

/** A line that begins with a dot or an apostrophe would be a request, and a hyphen a dash. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(?=[.'])/, "\\&");
}
