/**
 * Search as you type: `<form data-filter="#list">` holds a search input and `data-filter-by` chips; each
 * `data-filter-item="words"` in the list is shown or hidden; `data-filter-empty` appears when none is left.
 * `data-live` says `data-shown="{count} apps"`, or `data-shown-one` where the page's language has a form for it.
 * Without script the form is sent and the server filters.
 */

import { REFRESHED } from "./refresh.ts";

export function enhanceFilter(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-filter]");
  if (!form) return;
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  // The server may have filtered already, by the page's address.
  let group = form.querySelector<HTMLElement>("[data-filter-by][aria-pressed=true]")?.dataset["filterBy"] ?? "";

  const apply = (speak: boolean) => {
    const list = document.querySelector(form.dataset["filter"] ?? "");
    const words = plain(input?.value ?? "").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of list?.querySelectorAll<HTMLElement>("[data-filter-item]") ?? []) {
      const text = plain(item.dataset["filterItem"] ?? "");
      const groups = (item.dataset["filterGroup"] ?? "").split("|");
      item.hidden = !words.every((word) => text.includes(word)) || (group !== "" && !groups.includes(group));
      shown += Number(!item.hidden);
    }
    for (const empty of document.querySelectorAll<HTMLElement>("[data-filter-empty]")) empty.hidden = shown > 0;
    const live = document.querySelector("[data-live]");
    const isOne = new Intl.PluralRules(document.documentElement.lang).select(shown) === "one";
    const sentence = form.dataset[isOne ? "shownOne" : "shown"] ?? "{count}";
    if (live && speak) live.textContent = sentence.replace("{count}", String(shown));
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  input?.addEventListener("input", () => apply(true));
  form.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-filter-by]") : null;
    if (!chip) return;
    event.preventDefault();
    group = chip.dataset["filterBy"] ?? "";
    for (const each of form.querySelectorAll("[data-filter-by]")) each.ariaPressed = String(each === chip);
    apply(true);
  });
  document.addEventListener(REFRESHED, () => apply(false));
}

/** Lower case and without accents: "cafe" finds "Café". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
