import type { ErrorCode } from "@sundial/validators";

// Written by `pnpm docs:api` from the docstrings, and from the errors that each service can throw.

export const sourceFacts: Readonly<Record<string, { description: string; errors: ErrorCode[] }>> = {
  "account.cancelEmailChange": {
    description: "Drops a pending change; its links no longer work.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.changePassword": {
    description:
      "Changes the actor's password. Signs out every other device and gives this one a new session token. Ends access tokens, password reset links and a pending change of address. Sends the owner an email.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_CREDENTIALS",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.confirmEmailChange": {
    description:
      "Redeems the link sent to one of the two addresses, for the signed-in person. Once both are redeemed, the address changes and the old one is notified.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_LINK",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.emailChange": {
    description: "The actor's pending change of address, or null.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.erase": {
    description: "Erases the actor's account permanently. Several requests at once erase it once.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_CREDENTIALS",
      "LAST_ADMIN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.export": {
    description:
      "Everything stored about the actor: the account, profiles, hours, sessions, what they wrote, devices, feeds, tokens, emails and events. It contains no password, no secret and no digest of one, and nothing about others except the names of people they met. The export is an event.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.listSessions": {
    description: "The actor's active sessions, latest first: ids, but never tokens.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.me": {
    description: "The signed-in person.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.requestEmailChange": {
    description:
      "Requests a change of address: the old address has to approve and the new one to confirm before anything changes. A second request replaces the first. The answer is the same whether or not the address belongs to somebody; its owner gets an email.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_CREDENTIALS",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.signOutEverywhere": {
    description:
      "Signs out every device, including this one, and ends access tokens, calendar feeds and pending changes. Sends the owner an email.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.signOutSession": {
    description: "Signs one device out.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.update": {
    description:
      "Changes the actor's name, time zone or date formats. Booked sessions keep their instants.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "audit.actions": {
    description: "Every action in the log, by name.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "audit.list": {
    description:
      "The audit log, latest first, and the names of the people it is filtered by. Reading it is itself an event.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "availability.explain": {
    description:
      "Why a session can't start at that time; an empty list means that it can. The mentor and program staff get every reason; others don't get private ones.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "availability.mine": {
    description:
      "The actor's availability as the edit that would change nothing, and the version to save against. Without weekly hours yet, it is empty, in the account's zone.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "PROFILE_REQUIRED",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "availability.openSlots": {
    description:
      "The starts a mentor offers in a range. Everyone gets the same starts; those that overlap the viewer's own sessions are marked, not hidden.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "SLOT_NOT_OFFERED",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "availability.preview": {
    description:
      "The effect of an edit of the actor's availability, without saving it: the remaining starts in the range for sessions of one length, and the impact.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "INVALID_INPUT",
      "PROFILE_REQUIRED",
      "SLOT_NOT_OFFERED",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "availability.sessionsOutside": {
    description:
      "A mentor's booked sessions that are outside the current hours, each with the reasons. An edit doesn't change booked sessions, so these still take place. Only for the mentor and program staff.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "availability.update": {
    description:
      "Saves the whole edit of the actor's availability, or nothing of it. Booked sessions stay as they are, including those now outside the hours.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "PROFILE_REQUIRED",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "calendar.createFeed": {
    description:
      "Creates a feed and returns its URL, which is shown only once. Anyone with the URL can read the feed, so only a digest of its token is stored. A retry with its idempotency key returns the same URL.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "calendar.feeds": {
    description: "The actor's active feeds, newest first, without their addresses.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "calendar.revokeFeed": {
    description: "Ends a feed permanently, from its next read on. Repeating it has no effect.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "catalogue.byName": {
    description: "One procedure with its input as JSON Schema, its errors and its limit.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "catalogue.list": {
    description: "Every procedure of the API, by name, without its input and errors.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "health.check": {
    description:
      "Whether the app can do its work. Never throws and always answers in bounded time.",
    errors: ["TOO_MANY_REQUESTS"],
  },
  "member.byId": {
    description:
      "One person, as staff see them: the facts, the number of upcoming and past sessions, and recent events for those who may read the audit log. Reading is itself an event.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "member.changeRole": {
    description:
      "Changes a person's role, with a reason. It applies from their next request, and their tokens end. A mentor with upcoming sessions stays one until these are over or cancelled. People keep what they booked as a mentee in any role.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "HAS_FUTURE_SESSIONS",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "member.changeStatus": {
    description:
      "Sets an account's status, with a reason. A suspension ends all access at once and cancels upcoming sessions; lifting it restores none of that. Inactive people can still read their own data, and their bookings stay.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "member.clearSecondFactor": {
    description:
      "Removes 2FA from an account, with a reason, so its owner can sign in with the password and set it up again. Staff verify the person first. All their sessions and tokens end, because someone may have used a stolen phone, and they get an email.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "member.erase": {
    description: "Erases a person permanently, with a reason.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "LAST_ADMIN",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "member.list": {
    description:
      "Everyone with an account, by name, without the erased, and how many, counted up to five hundred.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "member.previewSuspension": {
    description: "The sessions that a suspension or an erasure would cancel, and with whom.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "mentor.byId": {
    description: "One mentor in the directory, with the next open start.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "mentor.filters": {
    description: "The directory's filters, most common first; counted by the database.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "mentor.list": {
    description:
      "A page of the directory. Each mentor comes with the next open start that passes the day filter, and an earlier one in the reader's night if a daytime start ranks instead (`wantedStarts`). By earliest slot, mentors without a start are last; with a day filter, they are left out. Slots are booked and time passes while the list is read. By earliest slot, the next page starts with the first mentor not shown yet, so nobody appears twice and nobody is missed.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.approve": {
    description: "Accepts a request, which schedules it.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.book": {
    description:
      "Books an open slot for the actor: scheduled at once, or requested when the mentor approves by hand. The slot engine decides inside the transaction, and the exclusion constraint has the last word. With an idempotency key, a retry returns the session it booked before.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.bookFollowUp": {
    description: "A mentor books with a mentee they have had a session with; it needs no approval.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.bookOnBehalf": {
    description: "Books for a mentee, who sees the reason.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "INVALID_INPUT",
      "LIMIT_REACHED",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.byId": {
    description: "One session within the actor's scope.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.cancel": {
    description: "Cancels a session and frees its time. Repeating it has no effect.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.complete": {
    description: "Records that the session took place. From staff, this is final.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.correct": {
    description: "Staff record what happened, which ends a dispute.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.decline": {
    description: "Declines a request and frees its time.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.list": {
    description:
      "Upcoming sessions and requests that await the reader's answer come soonest first; past, cancelled and other ended ones latest first.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.openSlots": {
    description:
      "The starts to which a session could move: open for the mentor and free for the mentee, with the session's own time counted as free.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.reportNoShow": {
    description:
      "Reports who was absent: for a party, the other one. If both report each other, the session is disputed until staff correct it.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.reschedule": {
    description:
      "Moves a session to another open start; it stays the same session with the same length. The old time is held until the change commits.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "personalAccessToken.create": {
    description:
      "Creates a token and returns it, this once; only a digest is stored. It may do what its owner may do at the time of use, within its scope, until it expires, is revoked, or the owner's access ends. A retry with its idempotency key returns the same token.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "personalAccessToken.list": {
    description: "The actor's active tokens, newest first, without the tokens themselves.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "personalAccessToken.revoke": {
    description: "Ends a token permanently, from its next use on. Repeating it has no effect.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.byId": {
    description: "A profile within the actor's scope.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.create": {
    description:
      "Creates the actor's profile. A retry with its idempotency key returns it as it is now.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "PROFILE_EXISTS",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.delete": {
    description:
      "Deletes the actor's profile of a kind; a mentor's hours go with it. Past sessions stay, and a new profile can be created.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "HAS_FUTURE_SESSIONS",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.forceDelete": {
    description:
      "Staff delete someone's profile, with a reason, which cancels upcoming sessions in that role.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "NOT_FOUND",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.list": {
    description: "Everyone with a role, by name, for program staff.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.me": {
    description:
      "The actor's profile with its relations. Both parts are null until one is created.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "profile.update": {
    description: "Changes the actor's profile.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "NOT_FOUND",
      "STALE_VERSION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "secondFactor.confirm": {
    description:
      "Confirms the app: from now on, sign-in requires a code from it. Ends all other sessions and every token of this person, and sends them an email. Returns the recovery codes, this once.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "INVALID_TRANSITION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "secondFactor.mine": {
    description: "Whether the actor uses 2FA, since when, and how many recovery codes are left.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "FORBIDDEN",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "secondFactor.remove": {
    description:
      "Removes the authenticator app and the recovery codes: the password alone opens the account again. Ends all other sessions of this person, and sends them an email.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "secondFactor.renewCodes": {
    description: "Creates new recovery codes, shown this once; earlier ones no longer work.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "secondFactor.setUp": {
    description:
      "Starts setting up an authenticator app and returns its secret, this once. It has no effect before it is confirmed; starting again discards it.",
    errors: [
      "ACCOUNT_INACTIVE",
      "ACCOUNT_SUSPENDED",
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
};
