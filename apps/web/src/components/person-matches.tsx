import type { Role } from "@sundial/validators";
import Link from "next/link";
import { api } from "~/trpc/server";
import { Alert } from "./ui/alert";

/** How many people are offered; more call for a longer text. */
const OFFERED = 8;

/**
 * The people whom a typed text may mean, for a page whose form was sent without a script; none
 * without a text.
 */
export async function findMatches(search: string | undefined, role?: Role) {
  if (search === undefined || search === "") return null;
  const { items } = await api.member.list({ search, role, limit: OFFERED });
  return { search, items };
}

interface PersonMatchesProps {
  label: string;
  matches: Awaited<ReturnType<typeof findMatches>>;
  /** The path of the page with this person as its filter. */
  pathFor: (id: string) => string;
}

/** Whom a typed text may mean, as links. */
export function PersonMatches({ label, matches, pathFor }: PersonMatchesProps) {
  if (matches === null) return null;
  const { search, items } = matches;
  if (items.length === 0) {
    return <Alert title={`${label}: no people match “${search}”`}>Try a different text.</Alert>;
  }
  return (
    <Alert title={`${label}: choose the person you mean by “${search}”`}>
      <ul className="grid gap-1">
        {items.map(({ id, name, email }) => (
          <li key={id}>
            <Link className="underline" href={pathFor(id)}>
              {name}
            </Link>{" "}
            <span className="break-all">({email})</span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
