/**
 * The page at the end of a consent tells the other pages of this browser. `<body data-finished="close">` then
 * closes itself; with "stay" there is something to read first.
 */

export const CHANNEL = "bothways:connect";

// Long enough to read "connected", short enough not to be in the way.
const LINGER_MS = 900;

export function announceFinish(): void {
  const finished = document.body.dataset["finished"];
  if (finished === undefined) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("finished");
  channel.close();
  // Refused where the browser no longer knows that a script opened this window; the page then says "close me".
  if (finished === "close") setTimeout(() => window.close(), LINGER_MS);
}
