import type { Prisma } from "@sundial/db";
import { officeSessionSelect, toState } from "../session-state/view.ts";

/** The columns of a session that calendars, and emails with a calendar entry, need. */
export const calendarSelect = {
  ...officeSessionSelect,
  calendarSequence: true,
  updatedAt: true,
} satisfies Prisma.OfficeSessionSelect;

type CalendarRow = Prisma.OfficeSessionGetPayload<{ select: typeof calendarSelect }>;

/** The session as its page shows it now, even before the sweep has saved it. */
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
