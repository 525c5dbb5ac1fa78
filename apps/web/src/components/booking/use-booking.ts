"use client";

import type { RouterInputs, RouterOutputs } from "@sundial/api";
import type { WireError } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

/** Who books, and for whom: `other` is the person whose time is shown next to the reader's. */
export type Booker = {
  other: { id: string; name: string; timeZone: string };
  /** Whether the mentor has to approve it. */
  needsAnswer: boolean;
  /**
   * A mentee books a mentor, staff book for a mentee, or a mentor books with a mentee they have
   * met.
   */
  kind: "mentee" | "staff" | "mentor";
};

type Details = Omit<RouterInputs["officeSession"]["bookOnBehalf"], "mentorId">;

/** Books in the way that fits this person, then opens the session. */
export function useBooking(
  { kind, other }: Booker,
  { onError }: { onError: (error: WireError) => void },
) {
  const router = useRouter();
  const cache = api.useUtils();
  const options = {
    onSuccess: (session: RouterOutputs["officeSession"]["book"]) =>
      router.push(`/sessions/${session.id}?booked=1`),
    onError: (error: unknown) => onError(toWireError(error)),
    onSettled: () =>
      Promise.all([cache.availability.invalidate(), cache.officeSession.invalidate()]),
  };
  const book = api.officeSession.book.useMutation(options);
  const bookOnBehalf = api.officeSession.bookOnBehalf.useMutation(options);
  const bookFollowUp = api.officeSession.bookFollowUp.useMutation(options);
  const { error, isPending, reset } = { mentee: book, staff: bookOnBehalf, mentor: bookFollowUp }[
    kind
  ];

  function send({ menteeId, reason, ...details }: Details) {
    if (kind === "mentee") return book.mutate({ ...details, mentorId: other.id });
    if (kind === "mentor") return bookFollowUp.mutate({ ...details, menteeId: other.id });
    return bookOnBehalf.mutate({ ...details, mentorId: other.id, menteeId, reason });
  }

  return { send, isPending, reset, error: error ? toWireError(error) : null };
}
