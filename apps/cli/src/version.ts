declare const SUNDIAL_VERSION: string;
declare const SUNDIAL_PROCEDURES: Record<string, "query" | "mutation">;

// The build writes both into the file.

export const VERSION = SUNDIAL_VERSION;

/** Every procedure of the server of this version, with its kind. */
export const PROCEDURES = SUNDIAL_PROCEDURES;
