import { startProviderSignInAnswer } from "@sundial/validators";
import type { frontDoor } from "./front-door.ts";
import { BASE_URL } from "./people.ts";
import { traveler } from "./travel.ts";

type FrontDoor = ReturnType<typeof frontDoor>;

interface Visit {
  provider: string;
  login: string;
  next?: string;
  /** The token of an invitation. */
  invitation?: string;
  /** The cookies that the browser already has. */
  cookie?: string;
}

/** Goes to the provider's page, signs in there, and returns what the browser brings back. */
export async function visitProvider(door: FrontDoor, { login, cookie, ...visit }: Visit) {
  const body = { ...visit, timeZone: "Europe/London" };
  const started = await door.post("/sign-in/social", body, cookie ? { cookie } : {});
  const { url } = startProviderSignInAnswer.parse(JSON.parse(started.text));
  const back = await traveler().signInAt(url, login);
  return { url: new URL(url), back, cookies: joined(cookie, started.cookie) };
}

/** Comes back to us; `location` is where the browser goes next, as a path. */
export async function comeBack(door: FrontDoor, { back, cookies }: { back: URL; cookies: string }) {
  const path = back.pathname.replace("/api/auth", "");
  const answer = await door.send(`${path}${back.search}`, { headers: { cookie: cookies } });
  const location = new URL(answer.headers.location ?? "", BASE_URL);
  return {
    ...answer,
    location: `${location.pathname}${location.search}`,
    reason: location.searchParams.get("reason") ?? location.searchParams.get("error"),
    session: await door.sessionOf(answer.cookie),
  };
}

export async function signInThrough(door: FrontDoor, visit: Visit) {
  return comeBack(door, await visitProvider(door, visit));
}

function joined(...cookies: (string | undefined)[]) {
  return cookies.filter(Boolean).join("; ");
}
