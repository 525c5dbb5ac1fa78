import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import type { CreateServiceAccountInput } from "@sundial/validators";
import type { AnyTRPCMutationProcedure, inferProcedureInput } from "@trpc/server";
import { z } from "zod";
import type { AppRouter } from "../index.ts";
import { appOf } from "./authenticator-app.ts";
import { callers, NOW } from "./callers.ts";
import { comingInCalls } from "./coming-in-calls.ts";
import { waitingLogin } from "./device-logins.ts";
import { feedbackCalls } from "./feedback-calls.ts";
import { followUpCalls } from "./follow-up-calls.ts";
import { mentors } from "./mentors.ts";
import { notificationCalls } from "./notification-calls.ts";
import { officeSessionCalls } from "./office-session-calls.ts";
import { minutesAfter } from "./office-sessions.ts";
import { frontDoor, PASSWORD } from "./sign-in.ts";
import { signInMethodCalls } from "./sign-in-method-calls.ts";
import { staffCalls } from "./staff-calls.ts";
import { stuckCalls } from "./stuck-calls.ts";
import { createEndpoint } from "./webhooks.ts";

type Features = AppRouter["_def"]["record"];
type MutationName = {
  [Feature in keyof Features & string]: {
    [Verb in keyof Features[Feature] &
      string]: Features[Feature][Verb] extends AnyTRPCMutationProcedure
      ? `${Feature}.${Verb}`
      : never;
  }[keyof Features[Feature] & string];
}[keyof Features & string];
type ProcedureOf<Name> = Name extends `${infer Feature extends keyof Features}.${infer Verb}`
  ? Features[Feature][Verb & keyof Features[Feature]]
  : never;
type InputOf<Name> = inferProcedureInput<Extract<ProcedureOf<Name>, AnyTRPCMutationProcedure>>;

/** A call that succeeds: who makes it, with what, and when if not at `NOW`. */
interface SuccessfulCall<Input> {
  by: { id: string };
  input: Input;
  now?: Date;
}
type MutationCalls = { [Name in MutationName]: () => Promise<SuccessfulCall<InputOf<Name>>> };

/** A PNG image of one pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const reason = "Asked for by phone";

/**
 * A successful call of every mutation of the API, by name. Each creates the people and rows it
 * needs, so they can run in any order in one database. A mutation without a call here doesn't
 * compile.
 */
export function mutationCalls(db: Db): MutationCalls {
  const { as } = callers(db);
  const { mentorWith } = mentors(db);
  const door = frontDoor(db);

  /** A mentee who knows their password. */
  async function person() {
    const user = await createMentee(db, { emailVerified: true });
    await door.givePassword(user);
    return user;
  }

  async function withEmailChange() {
    const by = await person();
    const newEmail = `${randomUUID()}@new.example`;
    await (await as(by)).account.requestEmailChange({ newEmail, password: PASSWORD });
    return { by, newEmail };
  }

  async function withBegunFactor() {
    const by = await person();
    const app = appOf(await (await as(by)).secondFactor.setUp());
    return { by, input: { password: PASSWORD, code: app(NOW) } };
  }

  async function withFactor() {
    const { by, input } = await withBegunFactor();
    const { recoveryCodes } = await (await as(by)).secondFactor.confirm(input);
    const [code = ""] = recoveryCodes;
    return { by, input: { password: PASSWORD, code } };
  }

  /** By an admin about somebody new. */
  async function aboutSomebody() {
    const [by, { id, version }] = [await createUser(db, { role: "admin" }), await person()];
    return { by, input: { id, version, reason } };
  }

  const serviceAccount = (): CreateServiceAccountInput => ({
    name: `Reports ${randomUUID()}`,
    ownerEmail: "data@team.example",
    permissions: ["session:read"],
    lifetimeDays: 90,
  });

  async function withServiceAccount() {
    const by = await createUser(db, { role: "admin" });
    const { id, version } = await (await as(by)).serviceAccount.create(serviceAccount());
    return { by, id, version };
  }

  async function withEndpoint() {
    const by = await createUser(db, { role: "admin" });
    const { id, version } = await createEndpoint(db);
    return { by, input: { id, version } };
  }

  return {
    ...notificationCalls(db, as),
    ...stuckCalls(db),
    "account.update": async () => ({ by: await person(), input: { name: "Ada" } }),
    "account.changePassword": async () => ({
      by: await person(),
      input: { currentPassword: PASSWORD, newPassword: "a password nobody has used" },
    }),
    "account.requestEmailChange": async () => ({
      by: await person(),
      input: { newEmail: `${randomUUID()}@new.example`, password: PASSWORD },
    }),
    "account.confirmEmailChange": async () => {
      const { by, newEmail } = await withEmailChange();
      const { data } = await db.emailOutbox.findFirstOrThrow({ where: { recipient: newEmail } });
      return { by, input: z.object({ token: z.string() }).parse(data) };
    },
    "account.cancelEmailChange": async () => {
      const { by } = await withEmailChange();
      return { by, input: undefined };
    },
    "account.signOutSession": async () => {
      const by = await person();
      const expiresAt = minutesAfter(NOW, 60);
      const { id } = await db.session.create({
        data: { userId: by.id, token: randomUUID(), expiresAt },
      });
      return { by, input: { id } };
    },
    "account.signOutEverywhere": async () => ({ by: await person(), input: undefined }),
    "account.export": async () => ({ by: await person(), input: undefined }),
    "account.erase": async () => ({ by: await person(), input: { password: PASSWORD } }),

    "availability.update": async () => {
      const { mentor, caller } = await mentorWith();
      const { edit, version } = await caller.availability.mine();
      const input = { ...edit, version, settings: { ...edit.settings, gapMinutes: 15 } };
      return { by: mentor, input };
    },

    "calendar.createFeed": async () => ({ by: await person(), input: undefined }),
    "calendar.revokeFeed": async () => {
      const by = await person();
      const { id } = await (await as(by)).calendar.createFeed();
      return { by, input: { id } };
    },

    "deviceLogin.approve": async () => ({
      by: await person(),
      input: { userCode: (await waitingLogin(db)).userCode, password: PASSWORD },
    }),
    "deviceLogin.deny": async () => ({
      by: await person(),
      input: { userCode: (await waitingLogin(db)).userCode },
    }),

    "member.changeRole": async () => {
      const { by, input } = await aboutSomebody();
      return { by, input: { ...input, role: "pm" } };
    },
    "member.changeStatus": async () => {
      const { by, input } = await aboutSomebody();
      return { by, input: { ...input, status: "suspended" } };
    },
    "member.clearSecondFactor": async () => {
      const [{ by }, { by: member }] = [await aboutSomebody(), await withFactor()];
      return { by, input: { id: member.id, version: member.version, reason } };
    },
    "member.erase": aboutSomebody,

    ...officeSessionCalls(db, as),
    ...followUpCalls(db, as),
    ...feedbackCalls(db, as),
    ...staffCalls(db, as),

    "personalAccessToken.create": async () => ({
      by: await person(),
      input: { name: "script", permissions: ["session:read"], lifetimeDays: 7 },
    }),
    "personalAccessToken.revoke": async () => {
      const by = await person();
      const caller = await as(by);
      const created = await caller.personalAccessToken.create({
        name: "script",
        permissions: ["session:read"],
        lifetimeDays: 7,
      });
      return { by, input: { id: created.id } };
    },

    "serviceAccount.create": async () => ({
      by: await createUser(db, { role: "admin" }),
      input: serviceAccount(),
    }),
    "serviceAccount.update": async () => {
      const { by, id, version } = await withServiceAccount();
      const { lifetimeDays: _, ...facts } = serviceAccount();
      return { by, input: { id, version, ...facts } };
    },
    "serviceAccount.rotateKey": async () => {
      const { by, id, version } = await withServiceAccount();
      return { by, input: { id, version, lifetimeDays: 30, overlapHours: 24 } };
    },
    "serviceAccount.end": async () => {
      const { by, id } = await withServiceAccount();
      return { by, input: { id } };
    },

    "profile.create": async () => ({
      by: await createUser(db),
      input: {
        kind: "mentee",
        experienceLevel: "junior",
        goals: "Learn by doing",
        interests: ["Testing"],
        weeklyHours: "two_to_five",
        learningStyle: "hands_on",
      },
    }),
    "profile.update": async () => {
      const by = await createMentor(db);
      const { version } = await db.mentorProfile.findUniqueOrThrow({ where: { userId: by.id } });
      const profile = {
        headline: "Has been there, twice",
        bio: "Glad to help with what you bring.",
      };
      const input = { ...profile, languages: ["en"], expertise: ["Testing"], version };
      return { by, input: { kind: "mentor", ...input } };
    },
    "profile.delete": async () => ({ by: await person(), input: { kind: "mentee" } }),
    "profile.forceDelete": async () => {
      const { by, input } = await aboutSomebody();
      return { by, input: { userId: input.id, kind: "mentee", reason } };
    },

    "program.updateSettings": async () => {
      const by = await createUser(db, { role: "admin" });
      const settings = await (await as(by)).program.settings();
      return { by, input: { ...settings, name: `Program ${randomUUID()}` } };
    },

    "program.setLogo": async () => {
      const by = await createUser(db, { role: "admin" });
      const { version } = await (await as(by)).program.settings();
      return { by, input: { version, image: PIXEL } };
    },
    "program.removeLogo": async () => {
      const by = await createUser(db, { role: "admin" });
      const { version } = await (await as(by)).program.settings();
      return { by, input: { version } };
    },

    "secondFactor.setUp": async () => ({ by: await person(), input: undefined }),
    "secondFactor.confirm": withBegunFactor,
    "secondFactor.renewCodes": withFactor,
    "secondFactor.remove": withFactor,

    ...comingInCalls(db, as),
    ...signInMethodCalls(db, { as, person }),

    "webhook.create": async () => {
      // There may be only so many at a time.
      await db.webhookEndpoint.deleteMany();
      const { by } = await withEndpoint();
      return { by, input: { url: "https://receiver.example/sundial" } };
    },
    "webhook.update": async () => {
      const { by, input } = await withEndpoint();
      const settings = { url: "https://other.example/", description: "Reports", kinds: null };
      return { by, input: { ...input, ...settings, includePersonalTexts: false } };
    },
    "webhook.pause": withEndpoint,
    "webhook.resume": async () => {
      const { by, input } = await withEndpoint();
      const { version } = await (await as(by)).webhook.pause(input);
      return { by, input: { ...input, version } };
    },
    "webhook.rotateSecret": withEndpoint,
    "webhook.remove": withEndpoint,
    "webhook.redeliver": async () => {
      const { by, input } = await withEndpoint();
      const { id } = await (await as(by)).webhook.sendTest(input);
      return { by, input: { id } };
    },
    "webhook.sendTest": withEndpoint,
  };
}
