import type { CommandSpec, OptionSpec } from "../command.ts";
import { accountCommands } from "./account-commands.ts";
import { auditCommands } from "./audit-commands.ts";
import { mentorCommands } from "./mentor-commands.ts";
import { peopleCommands } from "./people-commands.ts";
import { sessionCommands } from "./session-commands.ts";
import { toolCommands } from "./tool-commands.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  ...accountCommands,
  ...sessionCommands,
  ...mentorCommands,
  ...peopleCommands,
  ...auditCommands,
  ...toolCommands,
];

/** What the words before a verb stand for. */
export const GROUPS: Readonly<Record<string, string>> = {
  profile: "the servers you have signed in to",
  sessions: "office sessions",
  mentors: "the directory of mentors",
  availability: "when a mentor can be booked",
  people: "everyone with an account; for staff",
  audit: "the audit log; for admins",
};

/** Options of every command. */
export const SHARED_OPTIONS: readonly OptionSpec[] = [
  { name: "profile", value: "name", about: "the server to use, by its profile's name" },
  { name: "url", value: "url", about: "the server to use, by its address" },
  { name: "json", about: "print JSON" },
  { name: "jsonl", about: "print one JSON object per line" },
  { name: "yes", about: "confirm what would be asked" },
  { name: "quiet", about: "print only results and errors" },
  { name: "no-color", about: "print without colors" },
  { name: "debug", about: "print where an error comes from" },
];

/** The environment that commands read. */
export const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["SUNDIAL_URL", "the server to use"],
  ["SUNDIAL_TOKEN", "a token to use instead of the stored one, such as a CI job's"],
  ["SUNDIAL_PROFILE", "the profile to use"],
  ["SUNDIAL_CONFIG_DIR", "the folder for profiles and their tokens"],
  ["NO_COLOR", "print without colors"],
  ["TZ", "the time zone to show times in"],
];
