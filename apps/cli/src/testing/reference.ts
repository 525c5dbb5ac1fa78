import type { CommandSpec } from "../command.ts";
import { COMMANDS } from "../commands/index.ts";
import { EXIT_MEANINGS } from "../exit-codes.ts";

/** The part of docs/cli.md that follows from the tables, from the exit codes to the last command. */
export function reference(): string {
  const rows = EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning] as const);
  const width = Math.max(...rows.map(([, meaning]) => meaning.length));
  const table = [["Code", "Meaning"] as const, ["----", "-".repeat(width)] as const, ...rows].map(
    ([code, meaning]) => `| ${code.padEnd(4)} | ${meaning.padEnd(width)} |`,
  );
  return `### Exit codes

${table.join("\n")}

## Commands

Every command has \`--help\`. The options that all of them share are in \`sundial --help\`. The commands with \`$SESSION\` need the ID of a session, which \`sundial sessions list\` shows.

${COMMANDS.map(section).join("\n\n")}

`;
}

function section({ name, about, more = "", options = [], examples, ...spec }: CommandSpec): string {
  const words = spec.arguments ?? [];
  const facts = [
    ...words.map((word) => ({ ...word, shown: `<${word.name}>` })),
    ...options.map((option) => ({
      ...option,
      shown: option.value ? `--${option.name} <${option.value}>` : `--${option.name}`,
    })),
  ].map(({ shown, about, choices = [] }) => {
    // All procedures would be a page of their own.
    const some = choices.length > 0 && choices.length < 10 ? `: ${choices.join(", ")}` : "";
    return `- \`${shown}\`: ${about}${some}`;
  });
  const title = [name, ...words.map((word) => `<${word.name}>`)].join(" ");
  const sentence = `${about.charAt(0).toUpperCase()}${about.slice(1)}.`;
  return [
    `### \`sundial ${title}\``,
    [sentence, ...more.split("\n")].filter((line) => line !== "").join(" "),
    ...(facts.length > 0 ? [facts.join("\n")] : []),
    `\`\`\`sh\n${examples.join("\n")}\n\`\`\``,
  ].join("\n\n");
}
