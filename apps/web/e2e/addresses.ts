/**
 * The addresses of the site under test, and of the control server, which switches its database and
 * shows its emails.
 */
export const SITE_PORT = 4310;
export const CONTROL_PORT = 4311;
/** The same site without a mail server, for the tests that need it. */
export const MAILLESS_PORT = CONTROL_PORT + 1;
/** A page on another origin that may call the API. */
export const PAGE_PORT = MAILLESS_PORT + 1;
/** A service that people can sign in with. */
export const ISSUER_PORT = PAGE_PORT + 1;
export const PAGE_URL = `http://localhost:${PAGE_PORT}`;
export const SITE_URL = `http://localhost:${SITE_PORT}`;
export const MAILLESS_URL = `http://localhost:${MAILLESS_PORT}`;
/** Another site, whose program has no admin yet. */
export const NEW_PORT = ISSUER_PORT + 1;
export const NEW_URL = `http://localhost:${NEW_PORT}`;
export const CONTROL_URL = `http://127.0.0.1:${CONTROL_PORT}`;
