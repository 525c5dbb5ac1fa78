/** How many notes a person's page shows at first; the same on server and browser. */
export const notesQuery = (aboutId: string) => ({ aboutId, limit: 5 });
