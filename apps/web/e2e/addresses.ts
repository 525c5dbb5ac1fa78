/** Where the site under test is served, and where its database is switched and its mails are read. */
export const SITE_PORT = 4310;
export const CONTROL_PORT = 4311;
/** The same site without a mail server, for the tests that ask for it. */
export const MAILLESS_PORT = CONTROL_PORT + 1;
export const SITE_URL = `http://localhost:${SITE_PORT}`;
export const MAILLESS_URL = `http://localhost:${MAILLESS_PORT}`;
export const CONTROL_URL = `http://127.0.0.1:${CONTROL_PORT}`;
