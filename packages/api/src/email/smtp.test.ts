import { afterEach, describe, expect, it } from "vitest";
import { startMailServer } from "../testing/mail-server.ts";
import { failureOf } from "./delivery-policy.ts";
import type { OutgoingEmail } from "./outgoing.ts";
import { smtpTransport } from "./smtp.ts";

const FROM = { name: "Sundial", address: "no-reply@sundial.test" };

const email: OutgoingEmail = {
  to: "ada@test.example",
  subject: "Grüße: a \u201cquoted\u201d topic",
  text: "Hello\n",
  html: "<p>Hello</p>",
  messageId: "<0199a1b2@sundial.test>",
};

const servers: { close: () => Promise<void> }[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serverWith(options: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

async function failureWith(url: string) {
  const failure = await smtpTransport({ url, from: FROM })
    .send(email)
    .then(
      () => null,
      (error: unknown) => error,
    );
  expect(failure).not.toBeNull();
  return failureOf(failure);
}

describe("an email over SMTP", () => {
  it("arrives with text, HTML and invitation, for one recipient", async () => {
    const server = await serverWith();
    const content = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
    await smtpTransport({ url: server.url, from: FROM }).send({
      ...email,
      invitation: { method: "REQUEST", content },
    });
    const [mail] = server.mailsTo(email.to);
    expect(mail).toMatchObject({
      from: FROM,
      to: [{ address: email.to }],
      subject: email.subject,
      messageId: email.messageId,
    });
    expect(mail?.text?.trim()).toBe("Hello");
    expect(mail?.html).toContain("<p>Hello</p>");
    expect(mail?.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
    expect(mail?.attachments.map(({ mimeType, method }) => ({ mimeType, method }))).toContainEqual({
      mimeType: "text/calendar",
      method: "REQUEST",
    });
  });

  it("never treats one address as several", async () => {
    const server = await serverWith();
    const to = "a@test.example, b@test.example";
    await smtpTransport({ url: server.url, from: FROM })
      .send({ ...email, to })
      .catch(() => {});
    expect(server.mailsTo("b@test.example")).toEqual([]);
  });

  it("signs in with the URL's credentials, percent-encoded or not", async () => {
    let seen = {};
    const server = await serverWith({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        seen = { username, password };
        done(null, { user: username });
      },
    });
    const url = `smtp://mailer%40site:p%3Ass%2Fword@127.0.0.1:${server.port}`;
    await smtpTransport({ url, from: FROM }).send(email);
    expect(seen).toEqual({ username: "mailer@site", password: "p:ss/word" });
  });

  it("rejects an unencrypted connection to another machine", async () => {
    const server = await serverWith();
    // This machine, under a name that doesn't reveal it.
    const failure = await failureWith(`smtp://user:secret@127.1:${server.port}`);
    expect(failure).toEqual({ reason: "ETLS 500", isFinal: false });
    expect(server.received).toEqual([]);
  });

  it("gives up on an address the server doesn't know, without quoting the server", async () => {
    const server = await serverWith({
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`no ${address} here`), { responseCode: 550 })),
    });
    expect(await failureWith(server.url)).toEqual({ reason: "EENVELOPE 550", isFinal: true });
  });

  it("retries later when the server is busy, rejects our password or is unreachable", async () => {
    const busy = await serverWith({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error("later"), { responseCode: 451 })),
    });
    expect(await failureWith(busy.url)).toEqual({ reason: "EENVELOPE 451", isFinal: false });
    const strict = await serverWith({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error("wrong password: hunter2")),
    });
    const url = `smtp://mailer:hunter2@127.0.0.1:${strict.port}`;
    expect(await failureWith(url)).toEqual({ reason: "EAUTH 535", isFinal: false });
    await strict.close();
    expect(await failureWith(strict.url)).toMatchObject({ isFinal: false });
  });
});
