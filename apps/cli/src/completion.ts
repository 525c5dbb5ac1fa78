import { COMMANDS, SHARED_OPTIONS } from "./commands/index.ts";

/** What can stand in the place of the last word, which may be empty. */
export function candidates(words: readonly string[]): string[] {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const options = optionsAfter(before);
  const [previous] = before.slice(-1);
  const taking = options.find(({ name, value }) => value && previous === `--${name}`);
  const found = taking
    ? (taking.choices ?? [])
    : current.startsWith("-")
      ? options.map(({ name }) => `--${name}`)
      : wordsAfter(before);
  return [...new Set(found)].filter((word) => word.startsWith(current)).sort();
}

/** The words of a command line without its options and their values. */
function plainWords(words: readonly string[]): string[] {
  const options = [...SHARED_OPTIONS, ...COMMANDS.flatMap((command) => command.options ?? [])];
  const taking = new Set(options.flatMap(({ name, value }) => (value ? [`--${name}`] : [])));
  return words.filter((word, index) => {
    if (word.startsWith("-")) return false;
    return !taking.has(words[index - 1] ?? "");
  });
}

/** The command that these words begin with, and the arguments behind its name. */
function commandOf(words: readonly string[]) {
  const plain = plainWords(words);
  const command = COMMANDS.find(({ name }) => {
    const parts = name.split(" ");
    return parts.every((part, index) => part === plain[index]);
  });
  return command && { command, given: plain.slice(command.name.split(" ").length) };
}

function optionsAfter(words: readonly string[]) {
  return [...(commandOf(words)?.command.options ?? []), ...SHARED_OPTIONS];
}

function wordsAfter(words: readonly string[]): readonly string[] {
  const found = commandOf(words);
  if (found) return found.command.arguments?.[found.given.length]?.choices ?? [];
  const plain = plainWords(words);
  return COMMANDS.flatMap(({ name }) => {
    const parts = name.split(" ");
    const isBegun = plain.every((word, index) => word === parts[index]);
    return isBegun ? (parts[plain.length] ?? []) : [];
  });
}
