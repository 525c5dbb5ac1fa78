import { readdirSync } from "node:fs";
import path from "node:path";

const app = path.join(import.meta.dirname, "../src/app");

/**
 * Every page of the app as Next names it, such as "/sessions/[id]", including pages added later.
 */
export const routes = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .map((file) => {
    const segments = path.dirname(file).split(path.sep);
    return `/${segments.filter((segment) => !/^(\(.*\)|\.)$/.test(segment)).join("/")}`;
  })
  .sort();

/**
 * The viewers of pages. Inactive people take no part, but can read and cancel their own sessions.
 */
export const viewers = ["visitor", "mentee", "mentor", "pm", "admin", "inactive"] as const;
export type Viewer = (typeof viewers)[number];

/** Paths for pages of one item, with an item that has everything, for viewers who may see it. */
export interface Samples {
  mentor: string;
  mentee: string;
  inactive: string;
  scheduled: string;
  completed: string;
  ofInactive: string;
  serviceAccount: string;
  webhook: string;
  application: string;
  report: string;
}

/** A page's answer: its content, 404, or a redirect. */
type Answer = 200 | 404 | { to: string };

interface Expectation {
  path: (samples: Samples, viewer: Viewer) => string;
  answers: Partial<Record<Viewer, Answer>>;
}

const everyone = {
  visitor: 200,
  mentee: 200,
  mentor: 200,
  pm: 200,
  admin: 200,
  inactive: 200,
} as const;
const toSignIn = { to: "/sign-in" };
/** For members of these kinds; others who are signed in get a 404. */
const only = (...allowed: Viewer[]): Partial<Record<Viewer, Answer>> => ({
  ...Object.fromEntries(viewers.map((viewer) => [viewer, allowed.includes(viewer) ? 200 : 404])),
  visitor: toSignIn,
});
const signedIn = only("mentee", "mentor", "pm", "admin", "inactive");
const nobody = only();

/** The answer of each page to each viewer. */
export const expectations: Record<string, Expectation> = {
  "/": { path: () => "/", answers: everyone },
  "/account": { path: () => "/account", answers: signedIn },
  "/applications": { path: () => "/applications", answers: only("pm", "admin") },
  "/applications/[id]": {
    path: ({ application }) => `/applications/${application}`,
    answers: only("pm", "admin"),
  },
  "/audit": { path: () => "/audit", answers: only("admin") },
  "/availability": { path: () => "/availability", answers: only("mentor") },
  "/become-a-mentor": {
    path: () => "/become-a-mentor",
    answers: { ...only("mentee"), mentor: { to: "/" } },
  },
  "/confirm-address": { path: () => "/confirm-address", answers: signedIn },
  "/dashboard": { path: () => "/dashboard", answers: only("pm", "admin") },
  "/device": { path: () => "/device", answers: only("mentee", "mentor", "pm", "admin") },
  "/disputes": { path: () => "/disputes", answers: only("pm", "admin") },
  "/forgot-password": { path: () => "/forgot-password", answers: everyone },
  "/goals": { path: () => "/goals", answers: only("mentee") },
  "/invitation": { path: () => "/invitation?token=spent", answers: everyone },
  "/invitations": { path: () => "/invitations", answers: only("pm", "admin") },
  "/invitations/import": { path: () => "/invitations/import", answers: only("pm", "admin") },
  "/mentors": {
    path: () => "/mentors",
    answers: { ...only("mentee", "mentor", "pm", "admin"), inactive: { to: "/sessions" } },
  },
  "/mentors/[id]": {
    path: ({ mentor }) => `/mentors/${mentor}`,
    answers: only("mentee", "mentor", "pm", "admin"),
  },
  "/notifications": { path: () => "/notifications", answers: signedIn },
  "/notifications/choices": {
    path: () => "/notifications/choices",
    answers: only("mentee", "mentor", "pm", "admin"),
  },
  "/objections": { path: () => "/objections", answers: only("pm", "admin") },
  // Development's inbox; a production server has none.
  "/outbox": { path: () => "/outbox", answers: { ...nobody, visitor: 404 } },
  "/outbox/[id]": { path: () => "/outbox/1", answers: { ...nobody, visitor: 404 } },
  "/people": { path: () => "/people", answers: only("pm", "admin") },
  "/people/change-status": {
    path: ({ mentee }) => `/people/change-status?status=inactive&id=${mentee}`,
    answers: only("admin"),
  },
  "/people/[id]": { path: ({ mentee }) => `/people/${mentee}`, answers: only("pm", "admin") },
  "/profile": { path: () => "/profile", answers: only("mentee", "mentor", "pm", "admin") },
  "/reliability": { path: () => "/reliability", answers: signedIn },
  "/report": { path: () => "/report", answers: signedIn },
  "/reports": { path: () => "/reports", answers: only("pm", "admin") },
  "/reports/[id]": { path: ({ report }) => `/reports/${report}`, answers: only("pm", "admin") },
  "/reset-password": { path: () => "/reset-password?token=spent", answers: everyone },
  "/service-accounts": { path: () => "/service-accounts", answers: only("admin") },
  "/service-accounts/[id]": {
    path: ({ serviceAccount }) => `/service-accounts/${serviceAccount}`,
    answers: only("admin"),
  },
  "/sessions": { path: () => "/sessions", answers: signedIn },
  "/sessions/[id]": { path: (samples, viewer) => sessionOf(samples, viewer), answers: signedIn },
  "/sessions/[id]/edit": {
    path: (samples, viewer) => `${sessionOf(samples, viewer)}/edit`,
    answers: signedIn,
  },
  "/sessions/[id]/follow-up": {
    path: ({ completed }) => `/sessions/${completed}/follow-up`,
    answers: only("mentor"),
  },
  "/sessions/[id]/reschedule": {
    path: (samples, viewer) => `${sessionOf(samples, viewer)}/reschedule`,
    answers: signedIn,
  },
  // Until there is an admin; the demo program has one.
  "/set-up": { path: () => "/set-up", answers: { ...nobody, visitor: 404 } },
  "/settings": { path: () => "/settings", answers: only("admin") },
  "/sign-in": {
    path: () => "/sign-in",
    answers: { ...everyoneGoesTo("/"), visitor: 200 },
  },
  "/sign-in/code": { path: () => "/sign-in/code", answers: everyone },
  "/sign-in/email-link": { path: () => "/sign-in/email-link", answers: everyone },
  "/sign-in/link": { path: () => "/sign-in/link?token=spent", answers: everyone },
  "/sign-in/problem": { path: () => "/sign-in/problem?reason=away", answers: everyone },
  "/sign-up": { path: () => "/sign-up", answers: { ...everyoneGoesTo("/profile"), visitor: 200 } },
  "/stuck": { path: () => "/stuck", answers: only("pm", "admin") },
  "/unsubscribe": { path: () => "/unsubscribe?token=spent", answers: everyone },
  "/webhooks": { path: () => "/webhooks", answers: only("admin") },
  "/webhooks/[id]": {
    path: ({ webhook }) => `/webhooks/${webhook}`,
    answers: only("admin"),
  },
  // To what the person wanted when they signed up.
  "/welcome": {
    path: () => "/welcome",
    answers: { ...everyoneGoesTo("/profile"), inactive: { to: "/sessions" }, visitor: toSignIn },
  },
  "/verify-email": { path: () => "/verify-email?token=spent", answers: everyone },
};

function sessionOf({ scheduled, ofInactive }: Samples, viewer: Viewer) {
  return `/sessions/${viewer === "inactive" ? ofInactive : scheduled}`;
}

function everyoneGoesTo(to: string) {
  return Object.fromEntries(viewers.map((viewer) => [viewer, { to }]));
}

/** The viewer's paths with the expected answers: all pages, missing items, and other people's. */
export function walkOf(samples: Samples, viewer: Viewer): [path: string, answer: Answer][] {
  const asked = (path: string) => ({ to: `/sign-in?next=${encodeURIComponent(path)}` });
  const pages = Object.values(expectations).map(({ path, answers }): [string, Answer] => {
    const at = path(samples, viewer);
    const answer = answers[viewer] ?? 404;
    return [at, answer === toSignIn ? asked(at) : answer];
  });
  const { completed, ofInactive, mentee } = samples;
  const ofOthers = {
    visitor: [],
    mentee: [`/sessions/${ofInactive}`, `/sessions/${ofInactive}/reschedule`],
    mentor: [`/people/${ofInactive}`],
    pm: [`/sessions/${completed}/follow-up`],
    admin: [`/sessions/${completed}/follow-up`],
    inactive: [`/sessions/${completed}`, `/sessions/${completed}/reschedule`],
  }[viewer];
  const closed = [
    "/service-accounts/nobody",
    ...["/mentors/nobody", `/mentors/${mentee}`, "/people/nobody"],
    "/webhooks/nobody",
    "/applications/nobody",
    "/reports/nobody",
    "/report?about=person&person=nobody",
    ...["/sessions/nobody", "/sessions/nobody/reschedule", "/sessions/nobody/follow-up"],
    ...ofOthers,
  ];
  return [
    ...pages,
    ["/nothing-here", 404],
    ...closed.map((path): [string, Answer] => [path, viewer === "visitor" ? asked(path) : 404]),
  ];
}
