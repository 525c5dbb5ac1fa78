import type { ErrorCode } from "@sundial/validators";

// Written by `pnpm docs:api` from the docstrings, and from the errors that each service can throw.

export const sourceFacts: Readonly<Record<string, { description: string; errors: ErrorCode[] }>> = {
  "account.cancelEmailChange": {
    description: "Drops a pending change; its links no longer work.",
    errors: ["DATABASE_UNAVAILABLE"],
  },
  "account.changePassword": {
    description:
      "Changes the actor's password. Signs out every other device and gives this one a new session token. Ends access tokens, password reset links and a pending change of address. Sends the owner an email. People without a password get their first from the link of a reset, which proves their mailbox.",
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
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CREDENTIALS",
      "LAST_ADMIN",
      "RECENT_SIGN_IN_REQUIRED",
    ],
  },
  "account.export": {
    description:
      "Everything stored about the actor: the account, profiles, invitations, applications, hours, sessions, what they wrote, devices, feeds, tokens, emails, webhooks and events. It contains no password, no secret and no digest of one, and nothing about others except the names of people they met. The export is an event.",
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
      "PROVIDER_REQUIRED",
      "RECENT_SIGN_IN_REQUIRED",
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
  "actionItem.add": {
    description:
      "Writes down what one of the two will do. A retry with its idempotency key returns the item as it is now.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "UNAUTHORIZED",
    ],
  },
  "actionItem.edit": {
    description: "Changes the words, the owner or the due date. Either of the two may.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND", "STALE_VERSION", "UNAUTHORIZED"],
  },
  "actionItem.list": {
    description:
      "What the two people of a session have agreed to do: everything that is open, also from their other sessions, and what was agreed on in this one. Open ones first, by due date.",
    errors: ["NOT_FOUND"],
  },
  "actionItem.mine": {
    description:
      "What the actor has promised and not done yet, in all sessions: what is due first comes first.",
    errors: [],
  },
  "actionItem.remove": {
    description: "Removes an item. Either of the two may.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "actionItem.tick": {
    description:
      "Ticks an item off, or opens it again. Only the one who does it can. Repeating it has no effect.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "NOT_FOUND"],
  },
  "audit.actions": { description: "Every action in the log, by name.", errors: [] },
  "audit.list": {
    description:
      "The audit log, latest first, and the names of the people it is filtered by. Reading it is itself an event.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT"],
  },
  "audit.timeline": {
    description:
      "A person's own actions and what was done to them, latest first. Reading it is itself an event.",
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
  "availability.pause": {
    description:
      "Staff pause new bookings with a mentor, with a reason for the record; the mentor is told. What is booked or requested stays. The mentor may open again at any time.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT", "INVALID_TRANSITION", "NOT_FOUND"],
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
  "dashboard.report": {
    description:
      "The numbers of a period and of the period of the same length before it, and the parts of which charts are made: weeks from Monday to Sunday, or months in periods over a year. Dates are in the program's time zone, both included. Durations are in minutes, shares from 0 to 1; a number is null when there is nothing to divide by or too little to show. `countedAt` says when changes to past days were last looked for; null when they aren't stored yet.",
    errors: ["NOT_FOUND"],
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
      "RECENT_SIGN_IN_REQUIRED",
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
  "feedback.list": {
    description:
      "All feedback that one person wrote, or that was written about them, newest first, for staff. What is about the reader follows the rules for everyone. Reading it is an event about the person.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT"],
  },
  "feedback.read": {
    description:
      "The feedback about a session that the reader may see now. The two people see their own, and the other's public part once it is revealed: when both have sent it, or seven days after the end of the session. Staff see both, with what is only for them. Somebody who is one of the two reads like one of the two, even if they have become staff.",
    errors: ["NOT_FOUND"],
  },
  "feedback.send": {
    description:
      "Sends the actor's feedback about a completed session, once. Nobody but staff can tell that it was sent before the other person has sent theirs, or the time for it is over. A retry with its idempotency key returns the feedback as it is now.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FEEDBACK_CLOSED",
      "FEEDBACK_SENT",
      "IDEMPOTENCY_MISMATCH",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "UNAUTHORIZED",
    ],
  },
  "goal.add": {
    description:
      "Adds a goal with its milestones. A retry with its idempotency key returns the goal as it is now.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "UNAUTHORIZED",
    ],
  },
  "goal.edit": {
    description:
      "Changes a goal. Milestones that are sent again with their ID stay done; those left out go.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND", "STALE_VERSION", "UNAUTHORIZED"],
  },
  "goal.list": {
    description:
      "The actor's goals, or those of a mentee whom they mentor or who is in their program. Open ones first, oldest first; then settled ones, latest first.",
    errors: ["NOT_FOUND"],
  },
  "goal.remove": {
    description: "Removes a goal with its milestones.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "goal.settle": {
    description:
      "Says that a goal is achieved or dropped, or opens it again. Repeating it has no effect.",
    errors: ["DATABASE_UNAVAILABLE", "LIMIT_REACHED", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "goal.tickMilestone": {
    description: "Ticks a milestone off, or opens it again. Repeating it has no effect.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "health.check": {
    description:
      "Whether the app can do its work. Never throws and always answers in bounded time.",
    errors: ["TOO_MANY_REQUESTS"],
  },
  "health.installation": {
    description:
      "Whether the background work is alive (when its slowest part last ended, and which parts are late), emails go out (the oldest that should have, and failed ones of the last seven days), webhooks are delivered, and which version answers. Counts end at a hundred.",
    errors: [],
  },
  "health.version": {
    description: "The server's version. Not for strangers, who could look up its flaws.",
    errors: [],
  },
  "invitation.accept": {
    description:
      "Accepts an invitation with the actor's own account, whatever its address: who has the link could as well create an account with it. The account gets the role, and never a lesser one.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "HAS_FUTURE_SESSIONS",
      "INVALID_LINK",
      "INVALID_TRANSITION",
      "UNAUTHORIZED",
    ],
  },
  "invitation.list": {
    description:
      "Everyone's invitations, the newest links first, and how many wait, counted up to a hundred.",
    errors: ["INVALID_INPUT"],
  },
  "invitation.preview": {
    description:
      "What a link offers, and how to accept it: `hasAccount` says whether the invited address has an account by now, and `provider` names the one that its people must use. It says nothing about any other address.",
    errors: ["INVALID_LINK", "TOO_MANY_REQUESTS"],
  },
  "invitation.resend": {
    description:
      "Sends a new link, which works for 14 days, also after the earlier one has expired. Earlier links end. Where no emails are sent, the answer has the link, this once.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "INVALID_TRANSITION",
      "NOT_FOUND",
    ],
  },
  "invitation.revoke": {
    description: "Ends an invitation and its links.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "INVALID_TRANSITION", "NOT_FOUND"],
  },
  "invitation.send": {
    description:
      "Invites people by email, with a link that works once within 14 days. The answer says what became of each, in the order given; nobody is invited twice. Where no emails are sent, it has the links. With `dryRun`, nothing is saved.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "IDEMPOTENCY_MISMATCH"],
  },
  "member.byId": {
    description:
      "One person, as staff see them: the facts, and the number of upcoming and past sessions. Reading is itself an event.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "member.changeRole": {
    description:
      "Changes a person's role, with a reason. It applies from their next request, and their tokens end. Program managers make mentors and mentees of each other; only admins make staff. A mentor with upcoming sessions stays one until these are over or cancelled. People keep what they booked as a mentee in any role.",
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
  "member.changeStatuses": {
    description:
      "Sets the status of up to a hundred people, with one reason, in one transaction: of all or of nobody. Those who have the status already stay as they are. All events share one group. Nobody can change themself, so an active admin always remains.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "NOT_FOUND", "STALE_VERSION"],
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
  "member.previewStatuses": {
    description:
      "What setting a status would do to each of these people, by name: whether it changes anything, and how many of their upcoming sessions a suspension would cancel; and how many sessions in total, since two of them may share one.",
    errors: ["NOT_FOUND"],
  },
  "member.previewSuspension": {
    description: "The sessions that a suspension or an erasure would cancel, and with whom.",
    errors: ["NOT_FOUND"],
  },
  "member.signInMethods": {
    description:
      "How a person can sign in, as names without anything secret: a password, providers, the number of passkeys, an authenticator app.",
    errors: ["NOT_FOUND"],
  },
  "mentor.byId": {
    description:
      "One mentor, with the next open start, or without one while they are setting up and can't be booked.",
    errors: ["NOT_FOUND"],
  },
  "mentor.filters": {
    description:
      "The directory's filters, of what everyone may see; most common first, counted by the database.",
    errors: [],
  },
  "mentor.list": {
    description:
      "A page of the directory. Each mentor comes with the next open start that passes the day filter, and an earlier one in the reader's night if a daytime start ranks instead (`wantedStarts`). By earliest slot, mentors without a start are last; with a day filter, they are left out. Slots are booked and time passes while the list is read. By earliest slot, the next page starts with the first mentor not shown yet, so nobody appears twice and nobody is missed.",
    errors: ["INVALID_INPUT"],
  },
  "mentor.mine": {
    description:
      "The mentors whom the actor met or will meet last, as in the directory: each with the next open start outside the reader's night, or why there is none. Those who can't be booked are left out.",
    errors: [],
  },
  "mentor.mySetUp": {
    description:
      "What the actor still has to set up before anyone can book them, in order: nothing for mentors who are ready, and for people who aren't mentors. The directory lists by the same rule, which is a trigger's (`mentor_profiles_describe`).",
    errors: [],
  },
  "mentorApplication.approve": {
    description:
      "Approves an application, which makes the applicant a mentor. They get the answer by email, with what to set up before anyone can book them. If staff have made them a mentor in the meantime, only the application ends.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "PARTY_INACTIVE",
    ],
  },
  "mentorApplication.byId": {
    description:
      "One application with what helps to decide: the applicant's profile and their sessions as a mentee, in numbers. Reading it is an event about the applicant.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "mentorApplication.decline": {
    description:
      "Declines an application. The applicant gets the answer by email and may apply again.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "INVALID_TRANSITION", "NOT_FOUND"],
  },
  "mentorApplication.list": {
    description:
      "Everyone's applications, newest first, and how many wait for an answer, counted up to a hundred.",
    errors: ["INVALID_INPUT"],
  },
  "mentorApplication.mine": {
    description:
      "The actor's latest application, or null, and whether they said at sign-up that they want to mentor and haven't applied yet.",
    errors: [],
  },
  "mentorApplication.submit": {
    description:
      "Applies to become a mentor. Each program manager gets one email. A retry with its idempotency key returns the application as it is now.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "INVALID_TRANSITION",
      "LIMIT_REACHED",
      "UNAUTHORIZED",
    ],
  },
  "mentorApplication.withdraw": {
    description: "Withdraws the actor's application.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "misuseReport.byId": {
    description:
      "One report with what helps to decide: both people, the session it comes from, and how many other reports are about the same person. Reading it is an event.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "misuseReport.decide": {
    description:
      "Decides a report, once. The reporter sees that it was decided, and when. What an erased person wrote stays until then, and goes with the decision.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "misuseReport.list": {
    description:
      "Reports for staff, newest first, without those about the reader, and how many are open, counted up to a hundred.",
    errors: ["INVALID_INPUT"],
  },
  "misuseReport.mine": {
    description: "The reports that the actor has sent, newest first, and whether each was decided.",
    errors: ["INVALID_INPUT"],
  },
  "misuseReport.preview": {
    description:
      "What a report would be about, for the form: the person's name, and the words it would quote.",
    errors: ["FORBIDDEN", "NOT_FOUND"],
  },
  "misuseReport.submit": {
    description:
      "Reports misuse to staff. The reported person is told nothing. A retry with its idempotency key returns the report as it is now.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "UNAUTHORIZED",
    ],
  },
  "notification.choices": {
    description: "How the actor hears of each kind that can concern them, chosen or by default.",
    errors: [],
  },
  "notification.choose": {
    description: "Chooses how the actor hears of one kind from now on.",
    errors: ["DATABASE_UNAVAILABLE", "UNAUTHORIZED"],
  },
  "notification.list": {
    description: "The actor's notifications, newest first, in words for them.",
    errors: ["INVALID_INPUT"],
  },
  "notification.live": {
    description:
      "The number of the actor's unread notifications now, and again whenever it changes. Where nothing runs between requests, only the first.",
    errors: ["FORBIDDEN"],
  },
  "notification.read": {
    description:
      "Marks a notification as read, with all before it unless only that one is meant. Repeating it has no effect.",
    errors: ["NOT_FOUND"],
  },
  "notification.settings": {
    description: "When the actor wants emails and reminders.",
    errors: [],
  },
  "notification.unread": {
    description: "How many of the actor's notifications are unread.",
    errors: [],
  },
  "notification.updateSettings": {
    description:
      "Changes when the actor gets emails and reminders. What waits for a digest goes out with the next round. Reminders of upcoming sessions follow.",
    errors: ["DATABASE_UNAVAILABLE", "UNAUTHORIZED"],
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
  "officeSession.brief": {
    description:
      "What somebody should know before a session: the other person's profile, as far as the reader may see it, and what the two have behind them. Staff get both profiles. The reader's own is null.",
    errors: ["NOT_FOUND"],
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
  "officeSession.checkIn": {
    description:
      "One of the two says that they are there, from ten minutes before the start to the end. The first time counts, so repeating it has no effect. It changes nothing that was agreed, so the session keeps its version.",
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
  "officeSession.counts": {
    description:
      'How many sessions have each status and each flag, counted up to a hundred and one, of which the last one means "more than a hundred". Where no index answers, the first thousand are counted.',
    errors: [],
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
  "officeSession.disputes": {
    description:
      "Sessions about which the two people contradict each other, with what each of them reported and the deadline for settling it, the oldest dispute first; and how many there are, counted up to a hundred.",
    errors: ["INVALID_INPUT"],
  },
  "officeSession.edit": {
    description:
      "Changes the topic, agenda or place of a session that stays at its time. Both people get an email with what it was before, and calendars follow. Without a difference, nothing happens.",
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
      "Reports who was absent: for a party, the other one. If both report each other, or the absent one had checked in, the session is disputed until staff correct it.",
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
  "officeSession.runLate": {
    description:
      "One of the two tells the other that they come later: so many minutes after the start, or after now once it has begun. The other one gets an email. Saying another time replaces it.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "officeSession.search": {
    description:
      "Everyone's sessions that match a filter: open ones soonest first, everything else latest first. A page may be short, or empty, and still have a next one: where no index answers a filter, a call looks at a limited number of sessions. Also the names of the people in the filter.",
    errors: ["INVALID_INPUT"],
  },
  "officeSession.today": {
    description:
      "The actor's sessions and requests of today, by the clock of their zone: what overlaps the day and was not cancelled, declined or expired, in the order of time. `day` is from midnight to midnight.",
    errors: [],
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
  "profile.byId": {
    description:
      "A profile within the actor's scope, with the fields they may see: of the others, texts are null and lists are empty.",
    errors: ["NOT_FOUND"],
  },
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
      "The actor's profile with its relations. Both parts are null until one is created. A mentor without a profile gets `suggestedExpertise`: what they said when they applied, or what their invitation says.",
    errors: [],
  },
  "profile.preview": {
    description:
      "The actor's profile as others see it: people with whom they have a session, and everyone else.",
    errors: [],
  },
  "profile.update": {
    description: "Changes the actor's profile.",
    errors: ["FORBIDDEN", "NOT_FOUND", "STALE_VERSION"],
  },
  "program.about": {
    description:
      "What pages show everyone: the program's name, contact and links, and who may sign up.",
    errors: ["TOO_MANY_REQUESTS"],
  },
  "program.removeLogo": {
    description: "Shows our own mark again.",
    errors: ["DATABASE_UNAVAILABLE", "STALE_VERSION"],
  },
  "program.setLogo": {
    description:
      "Draws an image anew and shows it as the program's logo, from the next request on.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_INPUT", "STALE_VERSION"],
  },
  "program.settings": {
    description: "All settings, with the version to change them at.",
    errors: [],
  },
  "program.updateSettings": {
    description: "Changes the program's settings, from the next request on.",
    errors: ["DATABASE_UNAVAILABLE", "STALE_VERSION"],
  },
  "reliability.decide": {
    description:
      "Decides an objection, once: accepted, and the lapse no longer counts, or declined. The person reads the answer.",
    errors: ["DATABASE_UNAVAILABLE", "INVALID_TRANSITION", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "reliability.listObjections": {
    description:
      "Objections for staff, newest first, without the reader's own, and how many are open, counted up to a hundred.",
    errors: ["INVALID_INPUT"],
  },
  "reliability.object": {
    description:
      "Objects to a lapse of the actor's own, for staff to decide. A retry with its idempotency key returns the objection as it is now.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "UNAUTHORIZED",
    ],
  },
  "reliability.read": {
    description:
      "How reliable somebody is: each lapse of the last 180 days with its session, whether it counts and until when, and the standing that follows from their number. The person and staff get the same. Staff who read it leave an event.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND"],
  },
  "savedFilter.list": { description: "The actor's filters of one page, by name.", errors: [] },
  "savedFilter.remove": { description: "Removes a filter of the actor.", errors: ["NOT_FOUND"] },
  "savedFilter.save": {
    description:
      "Keeps the filters of a page under a name. A name that the actor has used for this page gets the new filters.",
    errors: ["DATABASE_UNAVAILABLE", "LIMIT_REACHED", "UNAUTHORIZED"],
  },
  "secondFactor.confirm": {
    description:
      "Confirms the app: from now on, sign-in requires a code from it. Ends all other sessions and every token of this person, and sends them an email. Returns the recovery codes, this once.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "INVALID_TRANSITION",
      "RECENT_SIGN_IN_REQUIRED",
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
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "RECENT_SIGN_IN_REQUIRED",
    ],
  },
  "secondFactor.renewCodes": {
    description: "Creates new recovery codes, shown this once; earlier ones no longer work.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "RECENT_SIGN_IN_REQUIRED",
    ],
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
  "sessionNote.read": {
    description:
      "The shared notes of a session, line by line with their authors, and the reader's own private ones. Staff read the shared notes. Nobody but their author ever reads private ones.",
    errors: ["NOT_FOUND"],
  },
  "sessionNote.write": {
    description:
      "Writes the shared notes of a session, or the actor's private ones. `base` is the text the writer began with: what somebody else, or another tab, has written since is kept, line by line.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "FORBIDDEN",
      "INVALID_TRANSITION",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "STALE_VERSION",
      "UNAUTHORIZED",
    ],
  },
  "sessionSeries.book": {
    description:
      "A mentor books a series with a mentee they have met: all of these sessions, or none. Each is a session of its own afterwards. A retry with the idempotency key returns the series it booked.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SERIES_UNAVAILABLE",
    ],
  },
  "sessionSeries.bookOnBehalf": {
    description: "Staff book a series for a mentee; both people see the reason.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "IDEMPOTENCY_MISMATCH",
      "INVALID_INPUT",
      "LIMIT_REACHED",
      "NOT_FOUND",
      "PARTY_INACTIVE",
      "PROFILE_REQUIRED",
      "SERIES_UNAVAILABLE",
    ],
  },
  "sessionSeries.bySession": {
    description:
      "The sessions that were booked together with this one, and itself, in the order in which they were booked; none when it isn't part of a series.",
    errors: ["NOT_FOUND"],
  },
  "sessionSeries.preview": {
    description:
      "When a series with a mentee the mentor has met could take place: each session with the reasons why it can't be booked, and then with up to three open starts nearby. Nothing is held.",
    errors: ["LIMIT_REACHED", "NOT_FOUND", "PARTY_INACTIVE", "PROFILE_REQUIRED"],
  },
  "sessionSeries.previewOnBehalf": {
    description: "The same for staff, for any two people.",
    errors: ["LIMIT_REACHED", "NOT_FOUND", "PARTY_INACTIVE", "PROFILE_REQUIRED"],
  },
  "signInMethod.addPasskey": {
    description:
      "Adds the passkey that the browser has made. From now on it opens the account, without a password and without a code. Its owner gets an email.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CREDENTIALS",
      "INVALID_LINK",
      "LIMIT_REACHED",
      "UNAUTHORIZED",
    ],
  },
  "signInMethod.connect": {
    description:
      "Starts to connect a provider to the actor's account. The answer's token, which works once within five minutes and for this person only, lets the browser go to the provider's page.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "NOT_FOUND",
      "PROVIDER_REQUIRED",
      "RECENT_SIGN_IN_REQUIRED",
      "SECOND_FACTOR_REQUIRED",
      "UNAUTHORIZED",
    ],
  },
  "signInMethod.disconnect": {
    description: "Disconnects a provider: it no longer opens the account. Its owner gets an email.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "LAST_WAY_IN",
      "NOT_FOUND",
      "RECENT_SIGN_IN_REQUIRED",
      "SECOND_FACTOR_REQUIRED",
      "UNAUTHORIZED",
    ],
  },
  "signInMethod.list": {
    description:
      "How the actor can sign in, the providers they could connect, and what they must enter to change either. A connected provider that isn't configured any more opens nothing and is marked.",
    errors: [],
  },
  "signInMethod.removePasskey": {
    description: "Removes a passkey: it no longer opens the account. Its owner gets an email.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "LAST_WAY_IN",
      "NOT_FOUND",
      "RECENT_SIGN_IN_REQUIRED",
      "SECOND_FACTOR_REQUIRED",
      "UNAUTHORIZED",
    ],
  },
  "signInMethod.renamePasskey": {
    description: "Renames a passkey.",
    errors: ["DATABASE_UNAVAILABLE", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "signInMethod.startPasskey": {
    description:
      "Starts to add a passkey: returns what the browser needs to make one, and a token for addPasskey, which works once within five minutes.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_CODE",
      "INVALID_CREDENTIALS",
      "LIMIT_REACHED",
      "PROVIDER_REQUIRED",
      "RECENT_SIGN_IN_REQUIRED",
      "SECOND_FACTOR_REQUIRED",
      "UNAUTHORIZED",
    ],
  },
  "staffNote.add": {
    description:
      "Writes a note about a person, for staff. A retry with its idempotency key returns the note as it is now.",
    errors: ["DATABASE_UNAVAILABLE", "IDEMPOTENCY_MISMATCH", "NOT_FOUND", "UNAUTHORIZED"],
  },
  "staffNote.edit": {
    description: "Changes a note that the actor wrote.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "NOT_FOUND", "STALE_VERSION"],
  },
  "staffNote.list": {
    description:
      "What staff wrote about one person, newest first. Nobody reads those about themself.",
    errors: ["INVALID_INPUT", "NOT_FOUND"],
  },
  "staffNote.remove": {
    description: "Removes a note that the actor wrote. Admins can remove any.",
    errors: ["DATABASE_UNAVAILABLE", "FORBIDDEN", "NOT_FOUND"],
  },
  "stuck.counts": {
    description:
      "How many people and requests are stuck, and what else staff are asked to look at.",
    errors: [],
  },
  "stuck.list": {
    description:
      "One kind of people or things that are stuck. Each row has one next step, and `nudgedAt` if staff wrote to the person within a week.",
    errors: ["INVALID_INPUT"],
  },
  "stuck.nudge": {
    description:
      "Writes to somebody who is stuck, by the ways they chose. Nobody is nudged twice in a week.",
    errors: [
      "DATABASE_UNAVAILABLE",
      "INVALID_INPUT",
      "INVALID_TRANSITION",
      "NOT_FOUND",
      "NUDGED_RECENTLY",
    ],
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
