/** What stands in the place of the marketplace when it cannot be shown: why, and the way out. */

import type { Refused } from "./door.ts";

export interface Ways {
  close: () => void;
  again: () => void;
}

export function notice(why: Refused, ways: Ways): HTMLElement {
  const panel = document.createElement("section");
  panel.className = "notice";
  panel.setAttribute("role", "alert");
  const [title, said] = why.ended
    ? ["This session has ended", "Reload the page to go on. What you have connected stays connected."]
    : ["This cannot be shown now", why.message];
  const foot = document.createElement("div");
  foot.className = "notice__ways";
  if (why.ended) foot.append(button("Close", "button button--primary", ways.close));
  else foot.append(button("Close", "button", ways.close), button("Try again", "button button--primary", ways.again));
  panel.append(text("h1", title), text("p", said), foot);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") ways.close();
  });
  return panel;
}

function text(kind: "h1" | "p", words: string): HTMLElement {
  const found = document.createElement(kind);
  found.textContent = words;
  return found;
}

function button(words: string, style: string, press: () => void): HTMLButtonElement {
  const found = document.createElement("button");
  found.type = "button";
  found.className = style;
  found.textContent = words;
  found.addEventListener("click", press);
  return found;
}
