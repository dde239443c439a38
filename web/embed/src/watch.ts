/**
 * What the server knows is the truth: an attempt to connect is asked for until it has ended, whatever became of the
 * window. That a window looks closed says little: a provider's or our own COOP header cuts the handle.
 */

import { Fault, type Server } from "./api.ts";
import type { Authorization } from "./shapes.ts";

// How long an attempt lives on the server. Told by this computer's clock, which may be wrong, and only ever as a span.
const LIFETIME_MS = 15 * 60_000;
const EAGER_MS = 120_000;
const CLOSED_PAUSE_MS = 2500;
const UNDER_WAY = new Set(["created", "sent"]);

export interface Watcher {
  ended(authorization: Authorization): void;
  /** Nothing was heard yet, and the window is gone as far as one can see. */
  closed(): void;
}

/** Ask until it has ended. The function it returns ends the asking. */
export function watch(api: Server, begun: Authorization, popup: Window | undefined, watcher: Watcher): () => void {
  const started = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let over = false;

  const end = () => {
    over = true;
    clearTimeout(timer);
    clearInterval(looking);
    document.removeEventListener("visibilitychange", back);
    window.removeEventListener("focus", back);
  };
  const ask = async () => {
    if (asking || over) return;
    asking = true;
    const seen = await read(api, begun);
    asking = false;
    if (over) return;
    if (seen && !UNDER_WAY.has(seen.status)) {
      end();
      return watcher.ended(seen);
    }
    plan();
  };
  const plan = () => {
    clearTimeout(timer);
    const elapsed = Date.now() - started;
    if (elapsed < LIFETIME_MS) timer = setTimeout(() => void ask(), elapsed < EAGER_MS ? 1000 : 4000);
  };
  const back = () => {
    if (document.visibilityState === "visible") void ask();
  };
  const looking = setInterval(() => {
    if (!popup?.closed) return;
    clearInterval(looking);
    setTimeout(() => over || watcher.closed(), CLOSED_PAUSE_MS);
  }, 500);

  document.addEventListener("visibilitychange", back);
  window.addEventListener("focus", back);
  plan();
  return end;
}

/** How it stands; undefined when the server could not be asked just now. */
async function read(api: Server, begun: Authorization): Promise<Authorization | undefined> {
  try {
    return await api.authorization(begun.id);
  } catch (error) {
    const gone = error instanceof Fault && error.code === "authorization_not_found";
    return gone ? { ...begun, status: "expired", error_code: "authorization_expired" } : undefined;
  }
}
