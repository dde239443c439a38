/** The page at the end of a consent: `<body data-finished>` in a popup tells the others, then closes. */

export const CHANNEL = "bothways:connect";

// Long enough to read "connected", short enough not to be in the way.
const LINGER_MS = 900;

export function announceFinish(): void {
  if (document.body.dataset["finished"] === undefined) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("finished");
  channel.close();
  // Refused where the browser no longer knows that a script opened this window; the page then says "close me".
  setTimeout(() => window.close(), LINGER_MS);
}
