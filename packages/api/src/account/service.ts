import type { Prisma } from "@sundial/db";
import { announceMember, recordAuditEvent } from "@sundial/ledger";
import type { UpdateAccountInput } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";

const accountSelect = {
  id: true,
  name: true,
  email: true,
  role: true,
  status: true,
  timeZone: true,
  locale: true,
  clock: true,
  dateOrder: true,
  weekStart: true,
  lastLoginAt: true,
  createdAt: true,
} satisfies Prisma.UserSelect;

export function getMyAccount({ db, actor }: PersonContext) {
  return db.user.findUniqueOrThrow({ where: { id: actor.id }, select: accountSelect });
}

/** Changes the actor's name, time zone or date formats. Booked sessions keep their instants. */
export function updateAccount(ctx: PersonContext, input: UpdateAccountInput) {
  const { db, actor } = ctx;
  return db.$transaction(async (tx) => {
    await lockSelf(tx, ctx);
    const account = await tx.user.update({
      where: { id: actor.id },
      data: { ...input, version: { increment: 1 } },
      select: accountSelect,
    });
    await recordAuditEvent(tx, ctx, {
      action: "account.updated",
      targetType: "user",
      targetId: actor.id,
      // Only that the name changed, never the name: the log outlives the account.
      before: auditable(actor),
      after: { ...auditable(account), renamed: account.name !== actor.name },
    });
    const changed = (["name", "timeZone"] as const).filter((key) => account[key] !== actor[key]);
    await announceMember(tx, account, { changed, at: ctx.now() });
    return account;
  });
}

type Account = Prisma.UserGetPayload<{ select: typeof accountSelect }>;

function auditable(account: Pick<Account, "timeZone" | "clock" | "dateOrder" | "weekStart">) {
  const { timeZone, clock, dateOrder, weekStart } = account;
  return { timeZone, clock, dateOrder, weekStart };
}
