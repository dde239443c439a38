/** Instants, in the reader's own language and time zone. */

import { useEffect, useState } from "react";

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const STEPS: readonly (readonly [number, Intl.RelativeTimeFormatUnit, number])[] = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [30 * 86_400, "day", 86_400],
];

export function Day({ at }: { at: string }) {
  return <time dateTime={at} title={MOMENT.format(new Date(at))} className="nowrap">{DAY.format(new Date(at))}</time>;
}

export function Moment({ at }: { at: string }) {
  return <time dateTime={at} className="nowrap">{MOMENT.format(new Date(at))}</time>;
}

/** "3 hours ago", "in 20 minutes"; the date where that is long ago. It stays true while the page is open. */
export function Ago({ at, none = "Never" }: { at: string | null | undefined; none?: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(clock);
  }, []);
  if (!at) return <span className="faint">{none}</span>;
  return <time dateTime={at} title={MOMENT.format(new Date(at))} className="nowrap">{ago(new Date(at), new Date())}</time>;
}

export function ago(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 20) return "just now";
  const step = STEPS.find(([limit]) => Math.abs(seconds) < limit);
  return step ? AGO.format(Math.round(seconds / step[2]), step[1]) : DAY.format(at);
}
