/** Consent in a popup: `<form data-popup data-waiting="Waiting for Slack">`. Blocked popups leave the full page. */

import type { Watch } from "./watch.ts";

const NAME = "bothways-consent";
const WIDTH = 560;
const HEIGHT = 720;

// A closed popup may only look closed: the provider's or our own COOP header cuts the handle. The button
// becomes usable again after this pause, and the server's state is asked on.
const CLOSED_PAUSE_MS = 4000;

export function openConsent(watch: Watch): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset["popup"] === undefined) return;
    // Opened here and now, while the click still counts as the person's own act.
    const popup = window.open("about:blank", NAME, features());
    if (!popup) return;
    // The provider's page must not be able to send this one elsewhere.
    popup.opener = null;
    sendInto(popup, form);
    const done = markBusy(form, event.submitter);
    watch.start(() => done());
    whenClosed(popup, done);
  });
}

function sendInto(popup: Window, form: HTMLFormElement): void {
  const mode = document.createElement("input");
  mode.type = "hidden";
  mode.name = "mode";
  mode.value = "popup";
  form.append(mode);
  form.target = NAME;
  // The browser reads the form after this listener; then it is as it was.
  setTimeout(() => {
    form.removeAttribute("target");
    mode.remove();
    popup.focus();
  });
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
