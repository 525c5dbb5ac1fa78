import type { RouterOutputs } from "@sundial/client";
import type { CommandSpec, Run } from "../command.ts";
import { EXPORT_OPTIONS, exportList } from "../export-list.ts";
import type { Columns } from "../output.ts";
import { readChoice } from "../values.ts";
import { findPerson, LIMIT, moreHint, take } from "./find.ts";

type Person = RouterOutputs["member"]["list"]["items"][number];

const ROLES = ["mentee", "mentor", "pm", "admin"] as const;
const STATUSES = ["active", "inactive", "suspended"] as const;

const columns: Columns<Person> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  email: ({ email }) => email,
  role: ({ role }) => role,
  status: ({ status }) => status,
  lastSignIn: ({ lastLoginAt }) => lastLoginAt,
};

const person = { name: "person", about: "the person's ID or email address" };
const reason = { name: "reason", value: "text", about: "why; kept in the audit log" };
const filters = [
  { name: "search", value: "text", about: "part of a name or an email address" },
  { name: "role", value: "role", about: "only this role", choices: ROLES },
  { name: "status", value: "status", about: "only this status", choices: STATUSES },
];

const filterOf = ({ given }: Run) => ({
  search: given.text("search"),
  role: given.choice("role", ROLES),
  status: given.choice("status", STATUSES),
});

/** The person a command is about, as they are now. */
async function subject({ given, client }: Run) {
  const api = await client();
  const id = await findPerson(api, given.required("person"));
  return { api, ...(await api.member.byId.query({ id })) };
}

export const peopleCommands: CommandSpec[] = [
  {
    name: "people list",
    about: "list people, by name",
    options: [...filters, LIMIT],
    examples: ["sundial people list --role mentor --limit 5"],
    async run(run) {
      const api = await run.client();
      const filter = filterOf(run);
      const limit = run.given.number("limit", [1, 10_000]) ?? 50;
      const { items, hasMore } = await take(limit, (page) =>
        api.member.list.query({ ...filter, ...page }),
      );
      const more = moreHint(hasMore, "people");
      run.output.list(items, columns, { empty: "Nobody matches.", more });
    },
  },
  {
    name: "people show",
    about: "show one person",
    arguments: [person],
    examples: ["sundial people show ada@example.org"],
    async run(run) {
      const { api: _, ...found } = await subject(run);
      run.output.item(found, {
        ID: ({ id }) => id,
        Name: ({ name }) => name,
        Email: ({ email }) => email,
        Role: ({ role }) => role,
        Status: ({ status }) => status,
        "Time zone": ({ timeZone }) => timeZone,
        "Upcoming sessions": ({ futureSessionCount }) => futureSessionCount,
        "Past sessions": ({ pastSessionCount }) => pastSessionCount,
      });
    },
  },
  {
    name: "people set-role",
    about: "change a person's role",
    more: "Signs the person out everywhere and ends their tokens.",
    arguments: [person, { name: "role", about: "the new role", choices: ROLES }],
    options: [reason],
    examples: ['sundial people set-role ada@example.org pm --reason "Joins the team" --yes'],
    async run(run) {
      const role = readChoice(run.given.required("role"), "The role", ROLES);
      const reason = run.given.required("reason");
      const { api, id, version, name } = await subject(run);
      await run.confirm(`Make ${name} a ${role}? This ends their sign-ins and tokens.`);
      const changed = await api.member.changeRole.mutate({ id, version, role, reason });
      run.output.done(`${name} is now a ${role}.`, changed);
    },
  },
  {
    name: "people suspend",
    about: "suspend a person, and cancel their upcoming sessions",
    arguments: [person],
    options: [reason],
    examples: ['sundial people suspend ada@example.org --reason "Left the program" --yes'],
    async run(run) {
      const reason = run.given.required("reason");
      const { api, id, version, name, futureSessionCount } = await subject(run);
      const sessions =
        futureSessionCount === 0
          ? ""
          : ` Their upcoming sessions (${futureSessionCount}) are cancelled permanently.`;
      await run.confirm(`Suspend ${name}?${sessions}`);
      const status = "suspended";
      const changed = await api.member.changeStatus.mutate({ id, version, status, reason });
      run.output.done(`${name} is suspended.`, changed);
    },
  },
  {
    name: "people reactivate",
    about: "let a suspended or inactive person take part again",
    arguments: [person],
    options: [reason],
    examples: ['sundial people reactivate ada@example.org --reason "Is back"'],
    async run(run) {
      const reason = run.given.required("reason");
      const { api, id, version, name } = await subject(run);
      const status = "active";
      const changed = await api.member.changeStatus.mutate({ id, version, status, reason });
      run.output.done(`${name} is active again.`, changed);
    },
  },
  {
    name: "people export",
    about: "write people to a file",
    options: [...filters, ...EXPORT_OPTIONS],
    examples: ["sundial people export --status active --output people.jsonl"],
    async run(run) {
      const api = await run.client();
      const filter = filterOf(run);
      await exportList(run, {
        noun: "people",
        read: (cursor) => api.member.list.query({ ...filter, limit: 50, cursor }),
        columns,
      });
    },
  },
];
