import { text } from "./text.ts";

/** Stands for the session's ID in a mentor's meeting link, which gives each session its own room. */
export const SESSION_ID_PLACEHOLDER = "{sessionId}";

/** What a browser would follow or run; everything else is the name of a place. */
const LINK = /^[a-z][a-z0-9+.-]*:\/\/|^(?:javascript|data|vbscript|blob|file|mailto|tel|about):/i;

/** Names that lead to a different machine for each reader (RFC 6761, 6762, 8375 and ICANN's .internal). */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;
const IP_ADDRESS = /^\[|^[\d.]+$/;

function linkOf(value: string): URL | null {
  if (!LINK.test(value) || !URL.canParse(value)) return null;
  return new URL(value);
}

function isMeetingLink(value: string): boolean {
  const link = linkOf(value);
  if (link?.protocol !== "https:" || link.username !== "" || link.password !== "") return false;
  const host = link.hostname.replace(/\.$/, "");
  return host.includes(".") && !IP_ADDRESS.test(host) && !LOCAL_NAME.test(host);
}

const place = text({ max: 300 }).refine(
  (value) => !LINK.test(value) || isMeetingLink(value),
  "Use a link that begins with https:// and that everyone can open",
);

/** Where one session takes place: a link to a meeting, or a place in words. */
export const meetingPlace = place;

/** Where a mentor's sessions take place. A link may have a room for each session. */
export const meetingPlaceTemplate = place.refine(
  (value) =>
    !/[{}]/.test(value.replaceAll(SESSION_ID_PLACEHOLDER, "")) &&
    (LINK.test(value) || !value.includes(SESSION_ID_PLACEHOLDER)),
  `Only a link can have a placeholder, and the only one is ${SESSION_ID_PLACEHOLDER}`,
);

/** The place of one session of a mentor. */
export function placeOf(template: string | null, sessionId: string): string | null {
  return template?.replaceAll(SESSION_ID_PLACEHOLDER, sessionId) ?? null;
}
