import type { Prisma } from "@sundial/db";
import { officeSessionSelect, toState } from "../session-state/view.ts";

/** What calendars, and emails that carry one, are told of a session. */
export const calendarSelect = {
  ...officeSessionSelect,
  calendarSequence: true,
  updatedAt: true,
} satisfies Prisma.OfficeSessionSelect;

type CalendarRow = Prisma.OfficeSessionGetPayload<{ select: typeof calendarSelect }>;

/** As its page shows it at this moment, also to a reader who comes before the sweep. */
export function toCalendarSession(row: CalendarRow, now: Date) {
  const { calendarSequence, updatedAt, mentor, mentee } = row;
  return {
    ...toState(row, now),
    calendarSequence,
    updatedAt,
    mentor,
    mentee,
  };
}
