/** `<time datetime="..." data-local="day|moment">`: the server writes UTC, people live elsewhere. */

import { REFRESHED } from "./refresh.ts";

const DAY_MS = 86_400_000;

export function localiseTimes(): void {
  const apply = () => {
    for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      time.textContent = time.dataset["local"] === "moment" ? moment(at) : day(at);
      time.title = at.toLocaleString();
      delete time.dataset["local"];
    }
  };
  apply();
  document.addEventListener(REFRESHED, apply);
}

function day(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long" }).format(at);
}

function moment(at: Date): string {
  const time = new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(at);
  const ago = Math.round((midnight(new Date()) - midnight(at)) / DAY_MS);
  if (ago === 0 || ago === 1) {
    const word = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(-ago, "day");
    return `${word.charAt(0).toUpperCase()}${word.slice(1)}, ${time}`;
  }
  return `${day(at)}, ${time}`;
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** The page's language, in the reader's own variety of it. */
function locale(): string {
  const language = document.documentElement.lang || "en";
  return navigator.languages.find((own) => own === language || own.startsWith(`${language}-`)) ?? language;
}
