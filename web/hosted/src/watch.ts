/**
 * What the server knows is the truth: while a consent is under way its state is asked for, whatever became of
 * the popup. A message on the channel only says "ask now"; nothing it carries is believed.
 */

import { CHANNEL } from "./finish.ts";
import { refreshRegions, reload } from "./refresh.ts";

export interface Watch {
  /** Ask until something changed, or until the attempt could no longer be finished. `changed` says whether it leads on. */
  start(authorization: string, changed: () => boolean): void;
}

interface State {
  version: string;
  pending: number;
}

// A pending authorization lives 15 minutes on the server.
const LIFETIME_MS = 15 * 60_000;
const EAGER_MS = 120_000;
const GONE = [401, 403, 404, 410];

export function watchState(page: HTMLElement): Watch {
  const url = page.dataset["stateUrl"] ?? "state";
  let version = page.dataset["stateVersion"] ?? "";
  let changed = () => false;
  let attempt: string | undefined;
  let started = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      const state = await read(url);
      if (state === "gone") return reload();
      if (state && state.version !== version) {
        version = state.version;
        if (state.pending === 0) started = 0;
        if (!changed()) await refreshRegions(attempt);
      }
    } finally {
      asking = false;
      plan();
    }
  }

  function plan(): void {
    clearTimeout(timer);
    const elapsed = Date.now() - started;
    if (elapsed < LIFETIME_MS) timer = setTimeout(ask, elapsed < EAGER_MS ? 1000 : 4000);
  }

  new BroadcastChannel(CHANNEL).addEventListener("message", () => void ask());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void ask();
  });
  // Back from the full-page flow by the back button: the page in the cache may be older than the truth.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) void ask();
  });

  return {
    start(authorization, onChange) {
      attempt = authorization;
      changed = onChange;
      started = Date.now();
      plan();
    },
  };
}

/** The state, `gone` when the session is over, undefined when the server could not be asked just now. */
async function read(url: string): Promise<State | "gone" | undefined> {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" }, cache: "no-store" });
    if (GONE.includes(response.status)) return "gone";
    return response.ok ? ((await response.json()) as State) : undefined;
  } catch {
    return undefined;
  }
}
