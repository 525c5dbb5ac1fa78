"use client";

import { INVITEES_PER_CALL, type WireError } from "@sundial/validators";
import { useRef, useState } from "react";
import { toWireError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import type { Row } from "./read-people-file";

/** What happens now. `stopped` also comes after an error; going on repeats nothing. */
type Step = "choosing" | "checking" | "checked" | "inviting" | "stopped" | "done";

/**
 * The rows of a file on their way: checked first, which saves nothing, and then invited, in calls of
 * up to 200 people. It can be stopped between two calls and goes on from there.
 */
export function useImport() {
  const { client } = api.useUtils();
  const { keyed, onMade } = useIdempotencyKey();
  const [step, setStep] = useState<Step>("choosing");
  const [rows, setRows] = useState<Row[]>([]);
  const [progress, setProgress] = useState({ done: 0, of: 0 });
  const [problem, setProblem] = useState<WireError | null>(null);
  const isStopping = useRef(false);

  /** Sends these rows, call by call, and returns all rows as they are afterwards. */
  async function send(all: Row[], { dryRun }: { dryRun: boolean }) {
    let current = all;
    const waiting = all.filter(({ person, fate, isInvited }) => {
      return person !== null && fate === "new" && !isInvited;
    });
    isStopping.current = false;
    setProblem(null);
    setProgress({ done: 0, of: waiting.length });
    for (let at = 0; at < waiting.length && !isStopping.current; at += INVITEES_PER_CALL) {
      const batch = waiting.slice(at, at + INVITEES_PER_CALL);
      const people = batch.flatMap(({ person }) => person ?? []);
      const input = dryRun ? { people, dryRun } : keyed({ people });
      const answer = await client.invitation.send.mutate(input);
      onMade();
      const told = new Map(batch.map(({ line }, index) => [line, answer.people[index]]));
      current = current.map((row) => {
        const { fate = row.fate, link = null } = told.get(row.line) ?? {};
        if (!told.has(row.line)) return row;
        return { ...row, fate, link, isInvited: !dryRun && fate === "new" };
      });
      setRows(current);
      setProgress({ done: at + batch.length, of: waiting.length });
    }
    return current;
  }

  async function attempt(work: () => Promise<void>, afterFailure: Step) {
    try {
      await work();
    } catch (error) {
      setProblem(toWireError(error));
      setStep(afterFailure);
    }
  }

  return {
    step,
    rows,
    progress,
    problem,
    check: (read: Row[]) =>
      attempt(async () => {
        setRows(read);
        setStep("checking");
        await send(read, { dryRun: true });
        setStep(isStopping.current ? "choosing" : "checked");
      }, "choosing"),
    invite: () =>
      attempt(async () => {
        setStep("inviting");
        await send(rows, { dryRun: false });
        setStep(isStopping.current ? "stopped" : "done");
      }, "stopped"),
    stop: () => {
      isStopping.current = true;
    },
    restart: () => {
      setProblem(null);
      setStep("choosing");
    },
  };
}
