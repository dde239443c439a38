/** What stands in the place of the marketplace when it cannot be shown: why, and the way out. */

import type { Why } from "./door.ts";

/** In the reader's language, as the server wrote them into the page. */
export interface Words {
  ended: string;
  endedText: string;
  failed: string;
  unreachable: string;
  refused: string;
  close: string;
  again: string;
}

export interface Ways {
  close: () => void;
  again: () => void;
}

export function notice(why: Why, words: Words, ways: Ways): HTMLElement {
  const panel = document.createElement("section");
  panel.className = "notice";
  panel.setAttribute("role", "alert");
  const [title, said] = why === "ended" ? [words.ended, words.endedText] : [words.failed, words[why]];
  const foot = document.createElement("div");
  foot.className = "notice__ways";
  if (why === "ended") foot.append(button(words.close, "button button--primary", ways.close));
  else foot.append(button(words.close, "button", ways.close), button(words.again, "button button--primary", ways.again));
  panel.append(text("h1", title), text("p", said), foot);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") ways.close();
  });
  return panel;
}

function text(kind: "h1" | "p", said: string): HTMLElement {
  const found = document.createElement(kind);
  found.textContent = said;
  return found;
}

function button(label: string, style: string, press: () => void): HTMLButtonElement {
  const found = document.createElement("button");
  found.type = "button";
  found.className = style;
  found.textContent = label;
  found.addEventListener("click", press);
  return found;
}
