/** Read once, when the command starts. */
export const env = process.env;
