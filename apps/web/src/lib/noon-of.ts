/** A local date as an instant that formatters name right when they are asked for UTC. */
export const noonOf = (localDate: string) => new Date(`${localDate}T12:00:00Z`);
