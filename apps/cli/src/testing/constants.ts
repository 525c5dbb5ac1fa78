import { constants } from "../../build/constants.ts";

// What the build would write into the file.
for (const [name, json] of Object.entries(constants())) {
  Object.assign(globalThis, { [name]: JSON.parse(json) });
}
