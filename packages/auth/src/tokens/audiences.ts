/** Who may be meant by a token: our own API, or the services beside it. */
export interface Audiences {
  /** Our API. Nothing else is an audience that we accept ourselves. */
  api: string;
  /** All services together. */
  common: string;
  /** Services with an audience of their own, which is their name. */
  services: readonly string[];
}

/** The audience of our own API: its address, as RFC 8707 names what a token is for. */
export const apiAudience = (site: string) => new URL("/api", site).href;

/** Throws when a service would share the audience of our API: what it is shown would work here. */
export function audiencesOf(
  site: string,
  {
    audience: common = "sundial",
    services = [],
  }: { audience?: string; services?: readonly string[] },
): Audiences {
  const api = apiAudience(site);
  if (common === api || services.includes(api)) {
    throw new Error("No service may have the audience of Sundial's own API.");
  }
  return { api, common, services };
}

/** Whether tokens are made for it at all. */
export const isAudience = ({ api, common, services }: Audiences, asked: string) =>
  asked === api || asked === common || services.includes(asked);

/** What a service may be shown: the tokens for all of them, and those for it alone. */
export const audiencesOfService = ({ common, services }: Audiences, name: string) =>
  services.includes(name) ? [common, name] : [common];
