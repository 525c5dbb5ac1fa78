import { createSundialClient } from "@sundial/client";
import { token, url } from "./settings.js";

const sundial = createSundialClient({ url, token });

const me = await sundial.account.me.query();
console.log(`${me.name} (${me.role}), with Sundial since ${me.createdAt.toDateString()}`);
