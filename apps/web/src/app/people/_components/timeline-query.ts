/** How much of a person's timeline their page shows at first; the same on server and browser. */
export const timelineQuery = (userId: string) => ({ userId, limit: 10 });
