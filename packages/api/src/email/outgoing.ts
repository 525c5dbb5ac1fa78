import type { Auth } from "@sundial/auth";
import type { Db } from "@sundial/db";
import type { InvitationMethod } from "../icalendar/icalendar.ts";
import type { ProgramSettings } from "../program/read.ts";
import type { Sender } from "./message.ts";

/** A name and the address that belongs to it. */
export interface Mailbox {
  name: string;
  address: string;
}

/** A rendered email. */
export interface OutgoingEmail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for every attempt at the same email. */
  messageId: string;
  /** Ends emails of this kind with one click, RFC 8058. */
  unsubscribe?: string;
  invitation?: { method: InvitationMethod; content: string };
}

/** The columns of an outbox row that the email depends on. */
export interface OutboxRow {
  id: string;
  recipient: string;
  template: string;
  /** What it tells; null for emails that nobody can turn off. */
  kind: string | null;
  data: unknown;
  officeSessionId: string | null;
  officeSessionVersion: number | null;
  createdAt: Date;
}

export interface ComposeOptions {
  db: Db;
  now: Date;
  siteUrl: string;
  unsubscribeLinks: Pick<Auth["unsubscribeLinks"], "seal">;
  from: Mailbox;
}

/** With what the email says about the program. */
export interface ComposeTools extends Omit<ComposeOptions, "siteUrl" | "unsubscribeLinks"> {
  program: ProgramSettings;
  sender: Sender;
}

/** Why an email isn't sent although nothing failed. */
export interface Dropped {
  dropped:
    | "reserved address"
    | "link expired"
    | "key replaced"
    | "recipient gone"
    | "application settled"
    | "invitation settled"
    | "message removed"
    | "session moved on"
    | "session has begun"
    | "nothing to tell";
}
