import { z } from "zod";
import { email } from "./account.ts";
import { type SignUpPolicy, signUpPolicy } from "./enums.ts";
import { whole } from "./number.ts";
import { version } from "./paging.ts";
import { storableText } from "./storable.ts";
import { text } from "./text.ts";
import { timeZone } from "./time-zone.ts";

/** How many email domains may be listed. */
export const SIGN_UP_DOMAINS_MAX = 100;

const NOT_IN_NAMES = /[\s/\\:@?#%[\]]/u;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/;

/**
 * The one spelling of a domain, in lower case and with other letters in punycode, or null when it
 * isn't the name of a domain. "Bücher.example" becomes "xn--bcher-kva.example".
 */
export function canonicalDomain(name: string): string | null {
  if (NOT_IN_NAMES.test(name) || !URL.canParse(`http://${name}`)) return null;
  const { hostname } = new URL(`http://${name}`);
  return DOMAIN.test(hostname) ? hostname : null;
}

/** The domain of an email address in its one spelling, or null when it has none. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf("@");
  return at < 0 ? null : canonicalDomain(address.slice(at + 1));
}

export interface Joining {
  signUpPolicy: SignUpPolicy;
  signUpDomains: string[];
}

/** Whether this address may create an account without an invitation. */
export function maySignUp({ signUpPolicy: policy, signUpDomains }: Joining, address: string) {
  if (policy !== "domains") return policy === "open";
  const domain = domainOf(address);
  return domain !== null && signUpDomains.includes(domain);
}

/** A sentence names no more domains than this. */
const NAMED_DOMAINS = 10;

const oneOf = new Intl.ListFormat("en-US", { type: "disjunction" });

/** Who may sign up, in a sentence for everyone; null when anyone may. */
export function signUpRule({ signUpPolicy: policy, signUpDomains }: Joining): string | null {
  if (policy === "open") return null;
  if (policy === "invitation") return "You can join only with an invitation.";
  const named = signUpDomains.slice(0, NAMED_DOMAINS);
  const others = signUpDomains.length > named.length ? ["another domain of this program"] : [];
  return `You can join only with an email address at ${oneOf.format([...named, ...others])}.`;
}

/** What follows the @ in an email address; a leading @ is dropped. Subdomains are listed by name. */
const emailDomain = storableText
  .trim()
  .max(254)
  .transform((typed, context) => {
    const domain = canonicalDomain(typed.replace(/^@/, ""));
    if (domain !== null) return domain;
    const message = "Enter a domain such as example.org";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const WEB_ISSUE = "Enter a web address such as https://example.org/terms";

const webAddress = storableText
  .trim()
  .max(2_000, "Use at most 2,000 characters")
  .pipe(z.url({ protocol: /^https?$/, hostname: z.regexes.domain, error: WEB_ISSUE }));

const settings = z.object({
  /** Shown in pages and emails. */
  name: text({ min: 1, max: 60 }),
  /** Where people can ask for help; in the footer of pages and emails. */
  contactEmail: email.nullable(),
  /** For emails to people without an account, and wherever no zone of a person is known. */
  timeZone,
  termsUrl: webAddress.nullable(),
  privacyUrl: webAddress.nullable(),
  signUpPolicy,
  /** Used with the policy `domains`. Each matches exactly, without its subdomains. */
  signUpDomains: z
    .array(emailDomain)
    .max(SIGN_UP_DOMAINS_MAX, `Use at most ${SIGN_UP_DOMAINS_MAX}`)
    .transform((domains) => [...new Set(domains)].sort()),
  /** Upcoming sessions and requests that one mentee may have at once, across all mentors. */
  maxActiveSessions: whole(1, 50),
  /** The minimum notice of new mentors, in minutes. */
  defaultMinNoticeMinutes: whole(0, 43_200),
  /** For how many months events keep IP addresses and browsers; null to keep them. */
  keepOriginsMonths: whole(1, 120).nullable(),
  /** For how many days a mentee has no session until staff are told that they are stuck. */
  stuckAfterDays: whole(7, 365),
});

const listsDomains = ({ signUpPolicy: policy, signUpDomains }: Joining) =>
  policy !== "domains" || signUpDomains.length > 0;
const noDomains = { path: ["signUpDomains"], message: "List at least one domain" };

export const programSettingsFields = settings.refine(listsDomains, noDomains);

export const updateProgramSettingsInput = settings
  .extend({ version })
  .refine(listsDomains, noDomains);
export type UpdateProgramSettingsInput = z.infer<typeof updateProgramSettingsInput>;

/** The largest image that a call can carry, in bytes: as base64, it fits into one body. */
export const LOGO_UPLOAD_MAX = 180_000;

const IMAGE_ISSUE = "Choose a PNG, JPEG or WebP image";

export const setProgramLogoInput = z.object({
  version,
  /** A PNG, JPEG or WebP image in base64. It is stored as WebP, without what else is in the file. */
  image: storableText
    .max((LOGO_UPLOAD_MAX / 3) * 4, "Choose an image of at most 180 kB")
    .pipe(z.base64(IMAGE_ISSUE).min(1, IMAGE_ISSUE)),
});
export type SetProgramLogoInput = z.infer<typeof setProgramLogoInput>;

export const removeProgramLogoInput = z.object({ version });
export type RemoveProgramLogoInput = z.infer<typeof removeProgramLogoInput>;
