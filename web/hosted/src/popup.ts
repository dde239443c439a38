/**
 * Consent in a popup: `<form data-popup data-waiting="Waiting for Slack">`. The form is sent from here and the
 * popup goes where the answer says: inside a frame, a window of its own does not have this page's cookie.
 * Whatever else the server answers is a page, and is shown as one. Blocked popups leave the full page.
 */

import type { Watch } from "./watch.ts";

const WIDTH = 560;
const HEIGHT = 720;

// A closed popup may only look closed: the provider's or our own COOP header cuts the handle. The button
// becomes usable again after this pause, and the server's state is asked on.
const CLOSED_PAUSE_MS = 4000;

// The longest that the systems people use allow by default between the two halves of a double click.
const DOUBLE_CLICK_MS = 500;

interface Departure {
  url: string;
  authorization: string;
}

export function openConsent(watch: Watch): void {
  const asking = new WeakSet<HTMLFormElement>();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset["popup"] === undefined) return;
    // The second half of a double click: a window is open, and is about to leave for the provider.
    if (asking.has(form)) return event.preventDefault();
    // Opened here and now, while the click still counts as the person's own act. Without a name: by one, the
    // browser may give back an earlier window that is at the provider's, or closing.
    const popup = window.open("about:blank", "_blank", features());
    if (!popup) return;
    event.preventDefault();
    // The provider's page must not be able to send this one elsewhere.
    popup.opener = null;
    asking.add(form);
    void leave(form, popup, markBusy(form, event.submitter), watch).finally(() => {
      setTimeout(() => asking.delete(form), DOUBLE_CLICK_MS);
    });
  });
}

async function leave(form: HTMLFormElement, popup: Window, done: () => void, watch: Watch): Promise<void> {
  const departure = await begin(form);
  if (!departure) {
    popup.close();
    done();
    // Without the event: it is sent as it would be without a script, and the answer is a page.
    form.submit();
    return;
  }
  popup.location.replace(departure.url);
  popup.focus();
  watch.start(departure.authorization, () => {
    done();
    const then = form.dataset["then"];
    if (then === undefined) return false;
    location.assign(`${then}?authorization=${encodeURIComponent(departure.authorization)}`);
    return true;
  });
  whenClosed(popup, done);
}

/** Where to go, or undefined when the server has something else to say. */
async function begin(form: HTMLFormElement): Promise<Departure | undefined> {
  const body = new URLSearchParams({ mode: "popup" });
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as Departure) : undefined;
  } catch {
    return undefined;
  }
}

/** Show that something is under way; the function it returns takes that back. */
function markBusy(form: HTMLFormElement, submitter: HTMLElement | null): () => void {
  const button = submitter ?? form.querySelector<HTMLElement>("button[type=submit], button:not([type])");
  if (!button) return () => {};
  const before = [...button.childNodes];
  button.ariaBusy = "true";
  const waiting = form.dataset["waiting"];
  if (waiting) button.replaceChildren(waiting);
  return () => {
    button.ariaBusy = null;
    button.replaceChildren(...before);
  };
}

function whenClosed(popup: Window, done: () => void): void {
  const timer = setInterval(() => {
    if (!popup.closed) return;
    clearInterval(timer);
    setTimeout(done, CLOSED_PAUSE_MS);
  }, 500);
}

function features(): string {
  const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - WIDTH) / 2));
  const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - HEIGHT) / 2));
  return `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`;
}
