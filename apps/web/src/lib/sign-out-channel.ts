import { randomKey } from "./random-key";

const NAME = "sundial.signedOut";

/** Of this tab, which goes its own way after signing out. */
const tab = randomKey();

/** Tells all other tabs of this browser that the person has signed out. */
export function announceSignOut() {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(tab);
  channel.close();
}

/** Calls back when the person signs out in another tab; returns a function that stops listening. */
export function onSignOut(leave: () => void) {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => {
    if (data !== tab) leave();
  };
  return () => channel.close();
}
