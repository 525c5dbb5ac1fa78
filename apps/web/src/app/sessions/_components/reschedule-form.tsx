"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { correctOfficeSessionInput, rescheduleOfficeSessionInput } from "@sundial/validators";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { ChosenTime } from "~/components/slot-picker/chosen-time";
import { RefusedSlot } from "~/components/slot-picker/refused-slot";
import { SlotPicker } from "~/components/slot-picker/slot-picker";
import { useSlotChoice } from "~/components/slot-picker/use-slot-choice";
import { TimeRange } from "~/components/time-range";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { Form, SubmitButton } from "~/components/ui/form";
import { useViewerZone } from "~/components/use-viewer-zone";
import { ViewerZoneField } from "~/components/viewer-zone-field";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { addMonths, type Month, rangeOfMonth } from "~/lib/month";
import { api } from "~/trpc/client";
import { NoteField } from "./note-field";
import { relationTo } from "./parties";
import { useChange } from "./use-change";

interface RescheduleFormProps {
  id: string;
  initialMonth: Month;
  today: Date;
}

const optionalNote = rescheduleOfficeSessionInput.pick({ note: true });
const requiredNote = correctOfficeSessionInput.pick({ note: true });

/** Another time for the same session. The old time is held until the change is saved. */
export function RescheduleForm({ id, initialMonth, today }: RescheduleFormProps) {
  const router = useRouter();
  const zone = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const [session] = api.officeSession.byId.useSuspenseQuery({ id });
  const choice = useSlotChoice({ initialMonth, zone });
  const openSlots = api.officeSession.openSlots.useQuery({
    id,
    ...rangeOfMonth(choice.month, zone),
  });
  api.officeSession.openSlots.usePrefetchQuery({
    id,
    ...rangeOfMonth(addMonths(choice.month, 1), zone),
  });

  const isStaff = relationTo(session, account.id) === "staff";
  const form = useForm({
    resolver: zodResolver(isStaff ? requiredNote : optionalNote),
    defaultValues: { note: "" },
  });
  const changed = useChange(session, () => router.push(`/sessions/${id}?moved=1`));
  const reschedule = api.officeSession.reschedule.useMutation({
    onSuccess: changed.onSuccess,
    onError: async (error) => {
      showFieldErrors(form, toWireError(error), ["note"]);
      await Promise.all([changed.onError(error), openSlots.refetch()]);
    },
  });

  if (!session.actions.includes("reschedule") && !reschedule.isSuccess) {
    return (
      <Card className="grid gap-4">
        <h1 className="text-3xl">{session.topic}</h1>
        <Alert title="This session can no longer be moved.">
          Mentees can move a scheduled session until the mentor's minimum notice, mentors until it
          starts. Each can move it three times.
        </Alert>
      </Card>
    );
  }

  const { start } = choice;
  const length = session.endsAt.getTime() - session.startsAt.getTime();
  const error = reschedule.error ? toWireError(reschedule.error) : null;
  return (
    <Card className="grid gap-6">
      <header className="grid gap-2">
        <h1 className="text-3xl">Move “{session.topic}”</h1>
        <p className="text-muted" data-slot="time">
          Now: <TimeRange endsAt={session.endsAt} startsAt={session.startsAt} zone={zone} />
        </p>
      </header>
      <ViewerZoneField />
      <SlotPicker choice={choice} openSlots={openSlots} today={today} zone={zone}>
        Cancel the session, or agree on another time with the other person.
      </SlotPicker>
      <Form
        className="grid gap-5 border-line border-t pt-6"
        onSubmit={form.handleSubmit(({ note }) => {
          if (start === null) return;
          const { availabilityVersion } = openSlots.data ?? {};
          const { version } = session;
          reschedule.mutate({ id, version, startsAt: start, availabilityVersion, note });
        })}
      >
        {error && error.code !== "INVALID_INPUT" ? (
          <RefusedSlot
            error={error}
            onChoose={(alternative) => {
              reschedule.reset();
              choice.chooseStart(alternative);
            }}
            zone={zone}
          />
        ) : null}
        <NoteField form={form} name="note" isReason={isStaff} />
        {start ? (
          <ChosenTime
            endsAt={new Date(start.getTime() + length)}
            others={[session.mentor, session.mentee].filter(({ id }) => id !== account.id)}
            startsAt={start}
            zone={zone}
          />
        ) : null}
        <SubmitButton
          className="justify-self-start"
          disabled={start === null || reschedule.isPending}
        >
          {reschedule.isPending ? "Moving…" : start ? "Move to this time" : "Choose a time first"}
        </SubmitButton>
      </Form>
    </Card>
  );
}
