import type { ErrorCode } from "@sundial/validators";

// Written by `pnpm docs:api` from the docstrings, and from the errors that each service can throw.

export const sourceFacts: Readonly<Record<string, { description: string; errors: ErrorCode[] }>> = {
  "account.cancelEmailChange": {
    description: "Drops a pending change; its links no longer work.",
    errors: ["DATABASE_UNAVAILABLE"],
  },
  "account.changePassword": {
    description:
      "Changes the actor's password. Signs out every other device and gives this one a new session token. Ends access tokens, password reset links and a pending change of address. Sends the owner an email.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_CREDENTIALS", "INVALID_INPUT"],
  },
  "account.confirmEmailChange": {
    description:
      "Redeems the link sent to one of the two addresses, for the signed-in person. Once both are redeemed, the address changes and the old one is notified.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_LINK", "UNAUTHORIZED"],
  },
  "account.emailChange": {
    description: "The actor's pending change of address, or null.",
    errors: [],
  },
  "account.erase": {
    description: "Erases the actor's account permanently. Several requests at once erase it once.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_CREDENTIALS", "LAST_ADMIN"],
  },
  "account.export": {
    description:
      "Everything stored about the actor: the account, profiles, hours, sessions, what they wrote, devices, feeds, tokens, emails, webhooks and events. It contains no password, no secret and no digest of one, and nothing about others except the names of people they met. The export is an event.",
    errors: ["DATABASE_UNAVAILABLE"],
  },
  "account.listSessions": {
    description: "The actor's active sessions, latest first: ids, but never tokens.",
    errors: [],
  },
  "account.me": { description: "The signed-in person.", errors: [] },
  "account.requestEmailChange": {
    description:
      "Requests a change of address: the old address has to approve and the new one to confirm before anything changes. A second request replaces the first. The answer is the same whether or not the address belongs to somebody; its owner gets an email.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CREDENTIALS",
      "INVALID_INPUT",
      "TOO_MANY_REQUESTS",
      "UNAUTHORIZED",
    ],
  },
  "account.signOutEverywhere": {
    description:
      "Signs out every device, including this one, and ends access tokens, calendar feeds and pending changes. Sends the owner an email.",
    errors: ["DATABASE_UNAVAILABLE"],
  },
  "account.signOutSession": {
    description: "Signs one device out.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "account.update": {
    description:
      "Changes the actor's name, time zone or date formats. Booked sessions keep their instants.",
    errors: ["UNAUTHORIZED"],
  },
  "account.whoami": {
    description:
      "The caller, a person or a service account, with what this credential may do now and when it expires.",
    errors: ["FORBIDDEN"],
  },
  "audit.actions": { description: "Every action in the log, by name.", errors: [] },
  "audit.list": {
    description:
      "The audit log, latest first, and the names of the people it is filtered by. Reading it is itself an event.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT"],
  },
  "availability.explain": {
    description:
      "Why a session can't start at that time; an empty list means that it can. The mentor and program staff get every reason; others don't get private ones.",
    errors: ["NOT_FOUND"],
  },
  "availability.mine": {
    description:
      "The actor's availability as the edit that would change nothing, and the version to save against. Without weekly hours yet, it is empty, in the account's zone.",
    errors: ["PROFILE_REQUIRED"],
  },
  "availability.openSlots": {
    description:
      "The starts a mentor offers in a range. Everyone gets the same starts; those that overlap the viewer's own sessions are marked, not hidden.",
    errors: ["NOT_FOUND", "SLOT_NOT_OFFERED"],
  },
  "availability.preview": {
    description:
      "The effect of an edit of the actor's availability, without saving it: the remaining starts in the range for sessions of one length, and the impact.",
    errors: ["INVALID_INPUT", "PROFILE_REQUIRED", "SLOT_NOT_OFFERED"],
  },
  "availability.sessionsOutside": {
    description:
      "A mentor's booked sessions that are outside the current hours, each with the reasons. An edit doesn't change booked sessions, so these still take place. Only for the mentor and program staff.",
    errors: ["NOT_FOUND"],
  },
  "availability.update": {
    description:
      "Saves the whole edit of the actor's availability, or nothing of it. Booked sessions stay as they are, including those now outside the hours.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT", "PROFILE_REQUIRED", "STALE_VERSION"],
  },
  "calendar.createFeed": {
    description:
      "Creates a feed and returns its URL, which is shown only once. Anyone with the URL can read the feed, so only a digest of its token is stored. A retry with its idempotency key returns the same URL.",
    errors: ["DATABASE_UNAVAILABLE", "IDEMPOTENCY_MISMATCH", "LIMIT_REACHED", "UNAUTHORIZED"],
  },
  "calendar.feeds": {
    description: "The actor's active feeds, newest first, without their addresses.",
    errors: [],
  },
  "calendar.revokeFeed": {
    description: "Ends a feed permanently, from its next read on. Repeating it has no effect.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "catalogue.byName": {
    description: "One procedure with its input as JSON Schema, its errors and its limit.",
    errors: ["NOT_FOUND"],
  },
  "catalogue.list": {
    description: "Every procedure of the API, by name, without its input and errors.",
    errors: [],
  },
  "deviceLogin.approve": {
    description:
      "Lets the program that shows this code have a personal access token of the actor. The program gets it with its next question.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "SECOND_FACTOR_REQUIRED",
      "UNAUTHORIZED",
    ],
  },
  "deviceLogin.byCode": {
    description: "What a program asks for, from where, and what the actor must enter to approve.",
    errors: ["NOT_FOUND"],
  },
  "deviceLogin.deny": {
    description: "Rejects the program that shows this code.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "health.check": {
    description:
      "Whether the app can do its work. Never throws and always answers in bounded time.",
    errors: ["TOO_MANY_REQUESTS"],
  },
  "health.version": {
    description: "The server's version. Not for strangers, who could look up its flaws.",
    errors: [],
  },
  "member.byId": {
    description:
      "One person, as staff see them: the facts, the number of upcoming and past sessions, and recent events for those who may read the audit log. Reading is itself an event.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "member.changeRole": {
    description:
      "Changes a person's role, with a reason. It applies from their next request, and their tokens end. A mentor with upcoming sessions stays one until these are over or cancelled. People keep what they booked as a mentee in any role.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "HAS_FUTURE_SESSIONS",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
    ],
  },
  "member.changeStatus": {
    description:
      "Sets an account's status, with a reason. A suspension ends all access at once and cancels upcoming sessions; lifting it restores none of that. Inactive people can still read their own data, and their bookings stay.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
    ],
  },
  "member.clearSecondFactor": {
    description:
      "Removes 2FA from an account, with a reason, so its owner can sign in with the password and set it up again. Staff verify the person first. All their sessions and tokens end, because someone may have used a stolen phone, and they get an email.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
    ],
  },
  "member.erase": {
    description: "Erases a person permanently, with a reason.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "LAST_ADMIN", "NOT_FOUND", "STALE_VERSION"],
  },
  "member.list": {
    description:
      "Everyone with an account, by name, without the erased, and how many, counted up to five hundred.",
    errors: ["INVALID_INPUT"],
  },
  "member.previewSuspension": {
    description: "The sessions that a suspension or an erasure would cancel, and with whom.",
    errors: ["NOT_FOUND"],
  },
  "mentor.byId": {
    description: "One mentor in the directory, with the next open start.",
    errors: ["NOT_FOUND"],
  },
  "mentor.filters": {
    description: "The directory's filters, most common first; counted by the database.",
    errors: [],
  },
  "mentor.list": {
    description:
      "A page of the directory. Each mentor comes with the next open start that passes the day filter, and an earlier one in the reader's night if a daytime start ranks instead (`wantedStarts`). By earliest slot, mentors without a start are last; with a day filter, they are left out. Slots are booked and time passes while the list is read. By earliest slot, the next page starts with the first mentor not shown yet, so nobody appears twice and nobody is missed.",
    errors: ["INVALID_INPUT"],
  },
  "officeSession.approve": {
    description: "Accepts a request, which schedules it.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.book": {
    description:
      "Books an open slot for the actor: scheduled at once, or requested when the mentor approves by hand. The slot engine decides inside the transaction, and the exclusion constraint has the last word. With an idempotency key, a retry returns the session it booked before.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
    ],
  },
  "officeSession.bookFollowUp": {
    description: "A mentor books with a mentee they have had a session with; it needs no approval.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
    ],
  },
  "officeSession.bookOnBehalf": {
    description: "Books for a mentee, who sees the reason.",
    errors: [
      "DATABASE_UNAVAILABLE",
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
    ],
  },
  "officeSession.byId": {
    description: "One session within the actor's scope.",
    errors: ["NOT_FOUND"],
  },
  "officeSession.cancel": {
    description: "Cancels a session and frees its time. Repeating it has no effect.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.complete": {
    description: "Records that the session took place. From staff, this is final.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.correct": {
    description: "Staff record what happened, which ends a dispute.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.decline": {
    description: "Declines a request and frees its time.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.list": {
    description:
      "Upcoming sessions and requests that await the reader's answer come soonest first; past, cancelled and other ended ones latest first.",
    errors: ["INVALID_INPUT"],
  },
  "officeSession.openSlots": {
    description:
      "The starts to which a session could move: open for the mentor and free for the mentee, with the session's own time counted as free.",
    errors: ["NOT_FOUND"],
  },
  "officeSession.reportNoShow": {
    description:
      "Reports who was absent: for a party, the other one. If both report each other, the session is disputed until staff correct it.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.reschedule": {
    description:
      "Moves a session to another open start; it stays the same session with the same length. The old time is held until the change commits.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "MENTEE_BUSY",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "SLOT_NOT_OFFERED",
      "SLOT_TAKEN",
      "SLOT_UNAVAILABLE",
      "STALE_VERSION",
    ],
  },
  "personalAccessToken.create": {
    description:
      "Creates a token and returns it, this once; only a digest is stored. It may do what its owner may do at the time of use, within its permissions, until it expires, is revoked, or the owner's access ends. A retry with its idempotency key returns the same token.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "UNAUTHORIZED",
    ],
  },
  "personalAccessToken.list": {
    description: "The actor's active tokens, newest first, without the tokens themselves.",
    errors: [],
  },
  "personalAccessToken.revoke": {
    description: "Ends a token permanently, from its next use on. Repeating it has no effect.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "profile.byId": { description: "A profile within the actor's scope.", errors: ["NOT_FOUND"] },
  "profile.create": {
    description:
      "Creates the actor's profile. A retry with its idempotency key returns it as it is now.",
    errors: ["FORBIDDEN", "IDEMPOTENCY_MISMATCH", "PROFILE_EXISTS", "UNAUTHORIZED"],
  },
  "profile.delete": {
    description:
      "Deletes the actor's profile of a kind; a mentor's hours go with it. Past sessions stay, and a new profile can be created.",
    errors: ["DATABASE_UNAVAILABLE", "HAS_FUTURE_SESSIONS", "NOT_FOUND"],
  },
  "profile.forceDelete": {
    description:
      "Staff delete someone's profile, with a reason, which cancels upcoming sessions in that role.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "profile.list": {
    description: "Everyone with a role, by name, for program staff.",
    errors: ["INVALID_INPUT"],
  },
  "profile.me": {
    description:
      "The actor's profile with its relations. Both parts are null until one is created.",
    errors: [],
  },
  "profile.update": {
    description: "Changes the actor's profile.",
    errors: ["FORBIDDEN", "NOT_FOUND", "STALE_VERSION"],
  },
  "secondFactor.confirm": {
    description:
      "Confirms the app: from now on, sign-in requires a code from it. Ends all other sessions and every token of this person, and sends them an email. Returns the recovery codes, this once.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "INVALID_TRANSITION",
      "UNAUTHORIZED",
    ],
  },
  "secondFactor.mine": {
    description: "Whether the actor uses 2FA, since when, and how many recovery codes are left.",
    errors: [],
  },
  "secondFactor.remove": {
    description:
      "Removes the authenticator app and the recovery codes: the password alone opens the account again. Ends all other sessions of this person, and sends them an email.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_CODE", "INVALID_CREDENTIALS"],
  },
  "secondFactor.renewCodes": {
    description: "Creates new recovery codes, shown this once; earlier ones no longer work.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_CODE", "INVALID_CREDENTIALS"],
  },
  "secondFactor.setUp": {
    description:
      "Starts setting up an authenticator app and returns its secret, this once. It has no effect before it is confirmed; starting again discards it.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "UNAUTHORIZED"],
  },
  "serviceAccount.byId": {
    description: "One service account, also after its end.",
    errors: ["NOT_FOUND"],
  },
  "serviceAccount.create": {
    description:
      "Creates a service account and its first key, which is returned this once, and again to a retry with its idempotency key. Its owner gets an email.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "NAME_TAKEN",
    ],
  },
  "serviceAccount.end": {
    description:
      "Ends a service account permanently: its next request is rejected. Repeating it has no effect.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "serviceAccount.list": {
    description: "The active service accounts by name, with the keys that still work.",
    errors: [],
  },
  "serviceAccount.rotateKey": {
    description:
      "Adds a key and returns it, this once, and again to a retry with its idempotency key. The key before it works for the overlap, in hours, and older ones end now, so two work at most.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "NOT_FOUND",
      "STALE_VERSION",
    ],
  },
  "serviceAccount.update": {
    description:
      "Changes a service account's name, owner and permissions. Its keys stay, and its next request has the new permissions.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "NAME_TAKEN", "NOT_FOUND", "STALE_VERSION"],
  },
  "webhook.byId": { description: "One endpoint, without its secrets.", errors: ["NOT_FOUND"] },
  "webhook.create": {
    description:
      "Adds an endpoint and returns its signing secret, this once, and again to a retry with its idempotency key. It hears of changes from now on.",
    errors: ["DATABASE_UNAVAILABLE", "IDEMPOTENCY_MISMATCH", "INVALID_INPUT", "LIMIT_REACHED"],
  },
  "webhook.deliveryById": {
    description: "A delivery with its message and each attempt.",
    errors: ["NOT_FOUND"],
  },
  "webhook.list": {
    description: "All endpoints, oldest first, without their secrets.",
    errors: [],
  },
  "webhook.listDeliveries": {
    description: "An endpoint's deliveries of the last 30 days, latest first.",
    errors: ["INVALID_INPUT", "NOT_FOUND"],
  },
  "webhook.pause": {
    description:
      "Sends nothing more to an endpoint until it is resumed. What happens meanwhile isn't sent later; deliveries that were waiting are.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "NOT_FOUND", "STALE_VERSION"],
  },
  "webhook.redeliver": {
    description:
      "Sends a delivery again, with its ID, whatever came of it before. It gets a full day of attempts.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "NOT_FOUND"],
  },
  "webhook.remove": {
    description: "Removes an endpoint with its deliveries and their log.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND", "STALE_VERSION"],
  },
  "webhook.resume": {
    description: "Sends to a paused endpoint again, from now on.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "NOT_FOUND", "STALE_VERSION"],
  },
  "webhook.rotateSecret": {
    description:
      "Replaces the signing secret and returns the new one, this once, and again to a retry with its idempotency key. The old one also signs for the overlap, so a receiver can change to the new one in between.",
    errors: ["DATABASE_UNAVAILABLE", "IDEMPOTENCY_MISMATCH", "NOT_FOUND", "STALE_VERSION"],
  },
  "webhook.sendTest": {
    description:
      "Sends a test to an endpoint, whatever kinds it chose. A retry with its idempotency key sends no second one.",
    errors: ["DATABASE_UNAVAILABLE", "IDEMPOTENCY_MISMATCH", "INVALID_TRANSITION", "NOT_FOUND"],
  },
  "webhook.update": {
    description: "Changes an endpoint's settings. Deliveries that are waiting go to the new URL.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT", "NOT_FOUND", "STALE_VERSION"],
  },
};
