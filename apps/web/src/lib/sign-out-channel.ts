const NAME = "sundial.signedOut";

/** Tells all other tabs of this browser that the person has signed out. */
export function announceSignOut() {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(null);
  channel.close();
}

/** Calls back when the person signs out in another tab; returns a function that stops listening. */
export function onSignOut(leave: () => void) {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = leave;
  return () => channel.close();
}
