import { createSundialClient, type RouterOutputs } from "@sundial/client";
import { token, url } from "./settings.js";

const sundial = createSundialClient({ url, token });

let cursor: string | null = null;
do {
  const page: RouterOutputs["officeSession"]["list"] = await sundial.officeSession.list.query({
    when: "past",
    limit: 50,
    cursor,
  });
  for (const { startsAt, topic } of page.items) console.log(startsAt.toISOString(), topic);
  cursor = page.nextCursor;
} while (cursor !== null);
