/** Stacked bars, one for each day. */

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { StatisticsDay } from "./statistics.ts";

export interface Series<Day> {
  name: string;
  tone: "good" | "bad" | "warn" | "info" | "plain";
  of: (day: Day) => number;
}

const HEIGHT = 168;
const DAY_SECONDS = 86_400;
const COLOURS = { good: "--chart-good", bad: "--chart-bad", warn: "--chart-warn", info: "--chart-info", plain: "--chart-plain" } as const;

interface Props<Day> {
  label: string;
  days: readonly Day[];
  series: readonly Series<Day>[];
}

/** A drawing: `label` says what it shows. It is drawn anew when its width or the colours of the page change. */
export function BarChart({ label, days, series }: Props<StatisticsDay>) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      chart = new uPlot(optionsFor(element, series, days), dataOf(days, series), element);
    };
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const width = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: HEIGHT }));
    draw();
    width.observe(element);
    scheme.addEventListener("change", draw);
    return () => {
      width.disconnect();
      scheme.removeEventListener("change", draw);
      chart?.destroy();
    };
  }, [days, series]);
  return <div ref={frame} className="bars" role="img" aria-label={label} />;
}

/** Later series stand on the earlier ones, so that what is drawn first is the whole. */
function dataOf<Day extends { day: string }>(days: readonly Day[], series: readonly Series<Day>[]): uPlot.AlignedData {
  const at = days.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000);
  const stacked = series.map((_, index) => days.map((day) => series.slice(0, index + 1).reduce((sum, one) => sum + one.of(day), 0)));
  return [at, ...stacked.reverse()];
}

function optionsFor<Day extends { day: string }>(element: HTMLElement, series: readonly Series<Day>[], days: readonly Day[]): uPlot.Options {
  const colour = (name: string) => resolved(element, name);
  const bars = uPlot.paths.bars?.({ size: [0.62, 22], radius: [0.25, 0] });
  const most = Math.max(4, ...days.map((day) => series.reduce((sum, one) => sum + one.of(day), 0)));
  const ink = colour("--ink-faint");
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 4, 0, 0],
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
    legend: { show: false },
    cursor: { show: true, x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { range: (_, low, high) => [low - DAY_SECONDS / 2, high + DAY_SECONDS / 2] }, y: { range: [0, most * 1.05] } },
    axes: [
      { stroke: ink, font, grid: { show: false }, ticks: { show: false }, size: 26, space: 64, values: (_, at) => at.map((one) => new Date(one * 1000).toLocaleDateString(undefined, { day: "numeric", month: "short", timeZone: "UTC" })) },
      { stroke: ink, font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, size: 34, space: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] },
    ],
    series: [{}, ...[...series].reverse().map((one) => ({ label: one.name, fill: colour(COLOURS[one.tone]), width: 0, points: { show: false }, ...(bars && { paths: bars }) }))],
    plugins: [hint(series, days)],
  };
}

/** The colour that a variable stands for in the scheme that is shown: a canvas knows no variables. */
function resolved(element: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The day under the pointer, in words. */
function hint<Day extends { day: string }>(series: readonly Series<Day>[], days: readonly Day[]): uPlot.Plugin {
  const box = document.createElement("div");
  box.className = "bars__hint";
  box.hidden = true;
  return {
    hooks: {
      init: (chart) => chart.over.append(box),
      setCursor: (chart) => {
        const { idx, left = -1 } = chart.cursor;
        const day = idx == null ? undefined : days[idx];
        box.hidden = !day || left < 0;
        if (!day) return;
        const date = new Date(`${day.day}T00:00:00Z`).toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
        box.textContent = [date, ...series.map((one) => `${one.name} ${one.of(day).toLocaleString()}`)].join("\n");
        const room = chart.over.clientWidth;
        box.style.left = `${Math.max(0, Math.min(left + 12, room - box.offsetWidth))}px`;
      },
    },
  };
}
