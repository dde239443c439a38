/** Small controls: dialogs, copying, showing a password, sending a form once, closing a popup. */

import { REFRESHED } from "./refresh.ts";

// Longer than a window takes to close.
const CLOSING_MS = 400;

export function enhanceControls(): void {
  // Browsers ignore `autofocus` in another site's frame, and complain; there this does the same.
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  showWhatNeedsScript();
  document.addEventListener(REFRESHED, showWhatNeedsScript);
  document.addEventListener("click", (event) => {
    const control = event.target instanceof Element ? event.target.closest<HTMLElement>("a, button") : null;
    if (!control) return;
    openDialog(control, event);
    copy(control);
    reveal(control);
    if (control.dataset["close"] !== undefined) close(control);
  });
  document.addEventListener("submit", sendOnce);
  // A form that comes back by the back button may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLElement>("form[data-sent]")) delete form.dataset["sent"];
    for (const button of document.querySelectorAll("form[data-once] [aria-busy]")) button.ariaBusy = null;
  });
}

/** Buttons that do nothing without a script are sent `hidden`. */
function showWhatNeedsScript(): void {
  const hidden = "[data-copy][hidden], [data-reveal][hidden], [data-close][hidden]";
  for (const control of document.querySelectorAll<HTMLElement>(hidden)) control.hidden = false;
}

/** `<button data-close>`. Browsers close only what a script opened; then it says so instead of doing nothing. */
function close(control: HTMLElement): void {
  window.close();
  setTimeout(() => {
    const words = document.createElement("p");
    words.className = "soft small";
    words.role = "status";
    words.textContent = control.dataset["closeFailed"] ?? "Your browser leaves that to you: close this window.";
    control.replaceWith(words);
  }, CLOSING_MS);
}

/** `<a href="/a/page/that/asks" data-opens="dialog-id">`: the dialog instead of the page. */
function openDialog(control: HTMLElement, event: Event): void {
  const dialog = control.dataset["opens"] && document.getElementById(control.dataset["opens"]);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
}

/** `<button data-copy="element-id" data-copied="Copied">`. */
function copy(control: HTMLElement): void {
  const source = control.dataset["copy"] && document.getElementById(control.dataset["copy"]);
  if (!source) return;
  const before = [...control.childNodes];
  void navigator.clipboard.writeText(source.textContent ?? "").then(() => {
    control.replaceChildren(control.dataset["copied"] ?? "Copied");
    setTimeout(() => control.replaceChildren(...before), 1600);
  });
}

/** `<button data-reveal="input-id">` beside a password. */
function reveal(control: HTMLElement): void {
  const input = control.dataset["reveal"] && document.getElementById(control.dataset["reveal"]);
  if (!(input instanceof HTMLInputElement)) return;
  const hidden = input.type === "password";
  input.type = hidden ? "text" : "password";
  control.ariaPressed = String(hidden);
}

/** `<form data-once>`: a second click sends nothing. */
function sendOnce(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset["once"] === undefined) return;
  if (form.dataset["sent"] !== undefined) return event.preventDefault();
  form.dataset["sent"] = "";
  if (event.submitter) event.submitter.ariaBusy = "true";
}
