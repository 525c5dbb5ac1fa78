/** The possible audiences of a token: our own API, and the services next to it. */
export interface Audiences {
  /** Our API, the only audience that we accept ourselves. */
  api: string;
  /** All services together. */
  common: string;
  /** Services with their own audience, which is their name. */
  services: readonly string[];
}

/** The audience of our own API: its address, as RFC 8707 names a resource. */
export const apiAudience = (site: string) => new URL("/api", site).href;

/**
 * Errors: throws when a service would have the same audience as our API, because its tokens would
 * work here.
 */
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

/** Whether tokens can be made for it. */
export const isAudience = ({ api, common, services }: Audiences, asked: string) =>
  asked === api || asked === common || services.includes(asked);

/** The audiences a service accepts: the shared one and its own. */
export const audiencesOfService = ({ common, services }: Audiences, name: string) =>
  services.includes(name) ? [common, name] : [common];
