import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { completedSession } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const said = { reason: "harassment" as const, words: "He insulted me when I disagreed." };
const close = { outcome: "action_taken" as const, decision: "We talked to him, with the mentee." };

async function meeting() {
  const { mentor, mentee, session, after } = await completedSession(db, as);
  return {
    mentor,
    mentee,
    place: { officeSessionId: session.id },
    his: await as(mentor, { now: after }),
    hers: await as(mentee, { now: after }),
    staff: await as(await createUser(db, { role: "pm" }), { now: after }),
  };
}

async function erase(person: { id: string }) {
  const admin = await as(await createUser(db, { role: "admin" }));
  const { version } = await db.user.findUniqueOrThrow({ where: { id: person.id } });
  await admin.member.erase({ id: person.id, version, reason: "Asked for by email" });
}

describe("a report of misuse", () => {
  it("quotes the words as they were, and is decided once", async () => {
    const { mentor, mentee, his, hers, staff, place } = await meeting();
    const note = { ...place, visibility: "shared" as const };
    await his.sessionNote.write({ ...note, base: "", text: "You are hopeless" });
    const target = { about: "notes" as const, ...place };
    expect(await hers.misuseReport.preview({ target })).toEqual({
      about: "notes",
      name: mentor.name,
      quote: "You are hopeless",
    });
    const { id } = await hers.misuseReport.submit({ target, ...said });
    await his.sessionNote.write({ ...note, base: "You are hopeless", text: "You did well" });
    expect((await staff.misuseReport.list({ status: "open" })).items).toContainEqual(
      expect.objectContaining({ id, reporter: { id: mentee.id, name: mentee.name } }),
    );
    const report = await staff.misuseReport.byId({ id });
    expect(report).toMatchObject({ quote: "You are hopeless", ...said, decidedAt: null });
    const decided = await Promise.allSettled([
      staff.misuseReport.decide({ id, ...close }),
      staff.misuseReport.decide({ id, ...close }),
    ]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(staff.misuseReport.decide({ id, ...close }))).toEqual({
      code: "INVALID_TRANSITION",
      details: { status: "decided" },
    });
    const [mine] = (await hers.misuseReport.mine({})).items;
    expect(mine).toMatchObject({ id, name: mentor.name, decidedAt: expect.any(Date) });
    expect(JSON.stringify(mine)).not.toContain(close.decision);
    expect(await staff.misuseReport.byId({ id })).toMatchObject(close);
  });

  it("can be about a session's words, and about feedback once it is revealed", async () => {
    const { his, hers, place } = await meeting();
    const session = { about: "session" as const, ...place };
    expect(await his.misuseReport.preview({ target: session })).toMatchObject({
      quote: "Reading a query plan",
    });
    const feedback = { about: "feedback" as const, ...place };
    await his.feedback.send({ ...place, rating: 1, comment: "A waste of time" });
    const early = hers.misuseReport.submit({ target: feedback, ...said });
    expect(await refusalOf(early)).toMatchObject({ code: "NOT_FOUND" });
    await hers.feedback.send({ ...place, rating: 5 });
    const { id } = await hers.misuseReport.submit({ target: feedback, ...said });
    expect(await db.misuseReport.findUnique({ where: { id } })).toMatchObject({
      quote: "A waste of time",
    });
  });

  it("is never noticed by the person it is about", async () => {
    const { mentor, his, hers, place } = await meeting();
    const asSeen = async () => {
      const { exportedAt: _, events, ...exported } = await his.account.export();
      return {
        exported,
        events: events.filter(({ action }) => action !== "account.exported"),
        mine: await his.misuseReport.mine({}),
        session: await his.officeSession.byId({ id: place.officeSessionId }),
        emails: await db.emailOutbox.count({ where: { recipient: mentor.email } }),
        told: (await his.notification.list({})).items,
      };
    };
    const before = await asSeen();
    const target = { about: "person" as const, personId: mentor.id };
    const { id } = await hers.misuseReport.submit({ target, ...said });
    expect(await asSeen()).toEqual(before);
    // Nor when they work for the program.
    await db.user.update({ where: { id: mentor.id }, data: { role: "admin" } });
    const admin = await as(mentor);
    expect((await admin.misuseReport.list({})).items.map((each) => each.id)).not.toContain(id);
    for (const refusal of await Promise.all(
      [admin.misuseReport.byId({ id }), admin.misuseReport.decide({ id, ...close })].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await admin.audit.list({ action: "misuseReport" })).items).not.toContainEqual(
      expect.objectContaining({ targetId: id }),
    );
  });

  it("is only about people whom the reporter can see, and never about themselves", async () => {
    const { mentor, mentee, hers, his, staff, place } = await meeting();
    const of = (personId: string) => ({ target: { about: "person" as const, personId }, ...said });
    expect(await refusalOf(hers.misuseReport.submit(of(mentee.id)))).toMatchObject({
      code: "FORBIDDEN",
    });
    const stranger = await createMentee(db);
    const theirs = await as(stranger);
    for (const call of [
      () => hers.misuseReport.submit(of(stranger.id)),
      () => theirs.misuseReport.submit({ target: { about: "session", ...place }, ...said }),
      () => staff.misuseReport.submit({ target: { about: "session", ...place }, ...said }),
      // She has written nothing.
      () => his.misuseReport.submit({ target: { about: "notes", ...place }, ...said }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "NOT_FOUND" });
    }
    const listed = await createMentor(db);
    await hers.misuseReport.submit(of(listed.id));
    await his.misuseReport.submit(of(mentee.id));
    await staff.misuseReport.submit(of(stranger.id));
    await db.user.update({ where: { id: mentee.id }, data: { status: "inactive" } });
    await (await as(mentee)).misuseReport.submit(of(mentor.id));
    expect(await refusalOf(hers.misuseReport.list({}))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("can't be sent in floods", async () => {
    const { mentor, hers } = await meeting();
    const call = { target: { about: "person" as const, personId: mentor.id }, ...said };
    const calls = await Promise.allSettled(
      Array.from({ length: 12 }, () => hers.misuseReport.submit(call)),
    );
    expect(calls.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await refusalOf(hers.misuseReport.submit(call))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: 10 },
    });
  });

  it("keeps its words until it is decided, though either of the two is erased", async () => {
    const { mentor, mentee, his, hers, staff, place } = await meeting();
    await his.sessionNote.write({ ...place, visibility: "shared", base: "", text: "Hopeless" });
    const { id } = await hers.misuseReport.submit({
      target: { about: "notes", ...place },
      ...said,
    });
    await erase(mentee);
    await erase(mentor);
    expect(await staff.misuseReport.byId({ id })).toMatchObject({
      ...said,
      quote: "Hopeless",
      reporter: null,
      reported: { name: "Former member" },
    });
    await staff.misuseReport.decide({ id, ...close });
    expect(await staff.misuseReport.byId({ id })).toMatchObject({
      words: "",
      quote: "",
      ...close,
    });
  });

  it("loses the words of a person who is erased after the decision", async () => {
    const { mentor, mentee, hers, staff, place } = await meeting();
    const target = { about: "session" as const, ...place };
    const { id } = await hers.misuseReport.submit({ target, ...said });
    await staff.misuseReport.decide({ id, ...close });
    await erase(mentor);
    expect(await staff.misuseReport.byId({ id })).toMatchObject({ quote: "", words: said.words });
    await erase(mentee);
    expect(await staff.misuseReport.byId({ id })).toMatchObject({ words: "", reporter: null });
  });
});
