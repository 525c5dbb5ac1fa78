const UNITS = [
  { name: "week", minutes: 10_080 },
  { name: "day", minutes: 1440 },
  { name: "hour", minutes: 60 },
] as const;

/** "45 minutes", "1 hour", "1 hour 30 minutes", "2 days": an amount of time in words. */
export function formatMinutes(minutes: number): string {
  const unit = UNITS.find((each) => minutes >= each.minutes);
  if (unit === undefined) return counted(minutes, "minute");
  const rest = minutes % unit.minutes;
  const whole = counted((minutes - rest) / unit.minutes, unit.name);
  return rest === 0 ? whole : `${whole} ${formatMinutes(rest)}`;
}

/** "1 time", "2 times" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
