/** The version of this server, for tools that are made for one. A test compares it with the package. */
export const VERSION = "0.2.0";
